// The functions that an exported module is made of, as source text. A module has only those that its network needs.

/** Source text by operation: rows x of numbers in, rows out. */
export const OPERATION_SOURCE: { readonly [kind: string]: string } = {
  dense: `// y = x W + b, with W as inputs x outputs.
function dense(x, weight, bias) {
  const outputs = bias.length;
  const inputs = weight.length / outputs;
  const y = new Float32Array((x.length / inputs) * outputs);
  const sums = new Float64Array(outputs);
  for (let row = 0; row < x.length / inputs; row++) {
    sums.set(bias);
    for (let i = 0; i < inputs; i++) {
      const value = x[row * inputs + i];
      if (value === 0) continue;
      for (let j = 0, at = i * outputs; j < outputs; j++, at++) sums[j] += value * weight[at];
    }
    y.set(sums, row * outputs);
  }
  return y;
}`,
  batchNorm: `// y = gamma (x - mean) / sqrt(variance + epsilon) + beta.
function batchNorm(x, gamma, beta, mean, variance, epsilon) {
  return x.map((value, i) => {
    const j = i % gamma.length;
    return (gamma[j] * (value - mean[j])) / Math.sqrt(variance[j] + epsilon) + beta[j];
  });
}`,
  rescale: `// From the scale that was trained on to the target's own unit.
function rescale(x, divisor, offset) {
  return x.map((value) => Math.fround(value * divisor) + offset);
}`,
  relu: `function relu(x) {
  return x.map((value) => (value > 0 ? value : 0));
}`,
  leakyRelu: `function leakyRelu(x, slope) {
  return x.map((value) => (value > 0 ? value : slope * value));
}`,
  sigmoid: `function sigmoid(x) {
  return x.map((value) => 1 / (1 + Math.exp(-value)));
}`,
  tanh: `function tanh(x) {
  return x.map(Math.tanh);
}`,
  softmax: `// y_j = e^(x_j - max) / sum of e^(x_k - max), in each row.
function softmax(x, size) {
  const y = new Float32Array(x.length);
  for (let first = 0; first < x.length; first += size) {
    const row = x.subarray(first, first + size);
    const largest = row.reduce((a, b) => Math.max(a, b));
    const powers = Array.from(row, (value) => Math.exp(value - largest));
    const sum = powers.reduce((a, b) => a + b);
    y.set(powers.map((power) => power / sum), first);
  }
  return y;
}`,
};

/** Source text that turns packed bytes into numbers, by precision. */
export const UNPACK_SOURCE: { readonly [precision: string]: string } = {
  float32: `const numbers = (at, length) => new Float32Array(bytes.buffer, at, length);`,
  float16: `// A half: sign, 5 bits of exponent, 10 of fraction.
function halves(at, length) {
  return Float32Array.from(new Uint16Array(bytes.buffer, at, length), (bits) => {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
    return bits & 0x8000 ? -size : size;
  });
}`,
  int8: `// A whole number from -127 to 127, times the scale of its output.
function steps(at, length, scales) {
  return Float32Array.from(new Int8Array(bytes.buffer, at, length), (step, i) => step * scales[i % scales.length]);
}`,
};

/** Source text that decodes base64, which Node, browsers and workers all have as \`atob\`. */
export const DECODE_SOURCE = `function decode(text) {
  const characters = atob(text);
  const decoded = new Uint8Array(characters.length);
  for (let i = 0; i < decoded.length; i++) decoded[i] = characters.charCodeAt(i);
  return decoded;
}`;
