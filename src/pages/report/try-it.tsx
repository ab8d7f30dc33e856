import type { ReadonlySignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LoadedModel, LoadedRows } from '../proof/messages.ts';
import { Bars, likeliest } from './bars.tsx';
import { imageShape } from './image.tsx';
import type { Lab } from './lab.ts';
import { useDrop } from './use-drop.ts';

/** Pixels of the drawing for each pixel of the image, at most. */
const SCALE = 10;
/** Pixels of the longer side of a drawn graphic. */
const GRAPHIC_SIZE = 280;
/** From one row shown to the next: far enough that neighbours in the file are not shown in turn. */
const ROW_STEP = 617;

/** An image that was brought in elsewhere on the page. */
export interface TryDoor {
  /** Set by the board; gives it an image file. */
  take: ((file: Blob) => void) | null;
  /** An image that came before there was a board. */
  waiting: Blob | null;
}

/** A place to draw, paste or drop an image; the chosen model says what it sees. Without the model it says where to give it. */
export function TryIt(props: TryProps & { readonly given?: ReadonlySignal<number> }): JSX.Element {
  void props.given?.value;
  if (props.lab.hasModel()) return <Board {...props} />;
  return (
    <p class="hint">
      The model is not in this page. <a href="#proof">Give it the file</a> to try it.
    </p>
  );
}

interface TryProps {
  readonly lab: Pick<Lab, 'hasModel' | 'hasRows'> & {
    /** Class probabilities of one row of scaled features; null while there is no network. */
    predict(features: Float32Array): Promise<Float32Array | null>;
    model(): Promise<Pick<LoadedModel, 'scale'>>;
    rows(): Promise<Pick<LoadedRows, 'rows' | 'values' | 'labels'>>;
  };
  readonly input: readonly number[];
  readonly classNames: readonly string[];
  readonly door: TryDoor;
  /** What the rows at hand are called. */
  readonly rowName?: string;
  /** Calls `again` whenever the network may answer otherwise than before; answers how to stop. Left out for one that stays as it is. */
  readonly follow?: (again: () => Promise<void>) => () => void;
  /** Whether the network is learning: its answers change too fast to be read out. */
  readonly isLearning?: boolean;
  /** Why there is nothing to try yet. */
  readonly notice?: string | null;
}

function Board({
  lab,
  input,
  classNames,
  door,
  rowName = 'test row',
  follow,
  isLearning = false,
  notice = null,
}: TryProps): JSX.Element {
  const [height, width, channels] = imageShape(input) ?? [28, 28, 1];
  const place = useRef<HTMLDivElement>(null);
  const board = useRef<HTMLCanvasElement>(null);
  const pen = useRef<{ x: number; y: number } | null>(null);
  const [probabilities, setProbabilities] = useState<Float32Array | null>(null);
  const [message, setMessage] = useState('');
  const [source, setSource] = useState('');
  const [inverted, setInverted] = useState(false);
  const invert = useRef(false);
  const question = useRef<Float32Array | null>(null);
  const asked = useRef(0);
  const lastRow = useRef(0);

  /** Asks the question again; an answer that comes after a later question is dropped. */
  const answer = async (): Promise<void> => {
    const pixels = question.current;
    if (pixels === null) return;
    const number = ++asked.current;
    try {
      const { scale } = await lab.model();
      const found = await lab.predict(pixels.map((value) => Math.fround(value * Math.fround(scale ?? 1 / 255))));
      if (number === asked.current) setProbabilities(found);
    } catch (error) {
      setMessage(error instanceof Error ? error.message : String(error));
    }
  };
  /** Asks about what is on the board now. */
  const ask = (): Promise<void> => {
    question.current = readBoard(board.current as HTMLCanvasElement, [height, width, channels], invert.current);
    return answer();
  };
  const clear = (): void => {
    const context = contextOf(board.current);
    context.fillStyle = '#000';
    context.fillRect(0, 0, width * SCALE, height * SCALE);
    setSource('');
    setMessage('');
    setProbabilities(null);
    setInverted(false);
    invert.current = false;
    question.current = null;
    asked.current++;
  };
  const takeImage = async (file: Blob): Promise<void> => {
    let picture: ImageBitmap;
    try {
      picture = await decode(file);
    } catch {
      setMessage('This is no image that the browser can read.');
      return;
    }
    clear();
    const fit = Math.min((width * SCALE) / picture.width, (height * SCALE) / picture.height);
    const [w, h] = [picture.width * fit, picture.height * fit];
    const context = contextOf(board.current);
    const border = borderShade(picture);
    context.fillStyle = `rgb(${border}, ${border}, ${border})`;
    context.fillRect(0, 0, width * SCALE, height * SCALE);
    context.drawImage(picture, (width * SCALE - w) / 2, (height * SCALE - h) / 2, w, h);
    picture.close();
    // The model has learned light things on a dark ground: a light border says that this is the other way round.
    invert.current = border > 127;
    setInverted(invert.current);
    setSource('your image');
    await ask();
  };
  const takeRow = async (): Promise<void> => {
    try {
      const loaded = await lab.rows();
      const row = (lastRow.current + ROW_STEP) % loaded.rows;
      lastRow.current = row;
      const size = loaded.values.length / loaded.rows;
      clear();
      drawPixels(contextOf(board.current), loaded.values.subarray(row * size, (row + 1) * size), [
        height,
        width,
        channels,
      ]);
      setSource(`${rowName} ${row}, truly ${classNames[loaded.labels?.[row] ?? 0]}`);
      await ask();
    } catch (error) {
      setMessage(error instanceof Error ? error.message : String(error));
    }
  };
  useEffect(() => {
    clear();
    door.take = (file) => void takeImage(file);
    if (door.waiting !== null) door.take(door.waiting);
    door.waiting = null;
    const paste = (event: ClipboardEvent): void => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
      if (file !== undefined) void takeImage(file);
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
    // Set up once; everything it uses is the same for the life of the page.
  }, []);
  useEffect(() => follow?.(answer), [follow]);
  useDrop(place, ([file]) => file !== undefined && void takeImage(file));
  const draw = (event: PointerEvent): void => {
    if (pen.current === null) return;
    const canvas = event.currentTarget as HTMLCanvasElement;
    const box = canvas.getBoundingClientRect();
    const at = {
      x: ((event.clientX - box.left) / box.width) * canvas.width,
      y: ((event.clientY - box.top) / box.height) * canvas.height,
    };
    const context = contextOf(canvas);
    context.strokeStyle = invert.current ? '#000' : '#fff';
    context.lineWidth = 2 * SCALE;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.beginPath();
    context.moveTo(pen.current.x, pen.current.y);
    context.lineTo(at.x, at.y);
    context.stroke();
    pen.current = at;
    setSource('your drawing');
    setMessage('');
    void ask();
  };
  const lift = (): void => {
    pen.current = null;
  };
  const [best] = probabilities === null ? [] : likeliest(probabilities, 1);
  const said = (): string => {
    if (message !== '') return message;
    if (notice !== null) return notice;
    if (probabilities === null) return source === '' ? 'Draw with the pointer, or bring an image.' : source;
    return `${source === '' ? '' : `${source}: `}${classNames[best]}, ${(100 * probabilities[best]).toFixed(1)} %`;
  };
  return (
    <div class="try" ref={place}>
      <div class="try-left">
        <canvas
          ref={board}
          class="board"
          width={width * SCALE}
          height={height * SCALE}
          role="img"
          aria-label={source === '' ? 'An empty board to draw on' : `The board: ${source}`}
          onPointerDown={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            event.currentTarget.setPointerCapture(event.pointerId);
            pen.current = {
              x: ((event.clientX - box.left) / box.width) * event.currentTarget.width,
              y: ((event.clientY - box.top) / box.height) * event.currentTarget.height,
            };
            draw(event);
          }}
          onPointerMove={draw}
          onPointerUp={lift}
          onPointerCancel={lift}
        />
        <div class="try-buttons">
          <button type="button" class="button" onClick={clear}>
            Clear
          </button>
          <label class="button">
            Open an image
            <input
              type="file"
              accept="image/*"
              class="hidden"
              onChange={(event) => {
                const file = event.currentTarget.files?.[0];
                // Emptied, so that the same file can be chosen again.
                event.currentTarget.value = '';
                if (file !== undefined) void takeImage(file);
              }}
            />
          </label>
          {lab.hasRows() && (
            <button type="button" class="button" disabled={notice !== null} onClick={() => void takeRow()}>
              A {rowName}
            </button>
          )}
          <label class="check">
            <input
              type="checkbox"
              checked={inverted}
              onChange={() => {
                invert.current = !invert.current;
                setInverted(invert.current);
                void ask();
              }}
            />
            dark on light
          </label>
        </div>
      </div>
      <div class="try-right">
        <p role="status" aria-live={isLearning ? 'off' : 'polite'} class="said">
          {said()}
        </p>
        <Bars
          probabilities={probabilities ?? new Float32Array(classNames.length)}
          classNames={classNames}
          most={null}
        />
      </div>
    </div>
  );
}

function contextOf(canvas: HTMLCanvasElement | null): CanvasRenderingContext2D {
  return (canvas as HTMLCanvasElement).getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
}

/** The picture in a file. Drawn graphics (SVG) are read only by an image element. */
async function decode(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch {
    const image = new Image();
    image.src = URL.createObjectURL(file);
    try {
      await image.decode();
      // A graphic need not name a size: it is as large as is asked for, in its own proportions where the browser knows them.
      const [width, height] = [image.naturalWidth || 1, image.naturalHeight || 1];
      const scale = GRAPHIC_SIZE / Math.max(width, height);
      return await createImageBitmap(image, {
        resizeWidth: Math.max(1, Math.round(width * scale)),
        resizeHeight: Math.max(1, Math.round(height * scale)),
      });
    } finally {
      URL.revokeObjectURL(image.src);
    }
  }
}

/** The board as the image that the model sees: each pixel is the mean of its square of the drawing, 0 to 255. */
function readBoard(
  canvas: HTMLCanvasElement,
  [height, width, channels]: readonly [number, number, number],
  invert: boolean,
): Float32Array {
  const { data } = contextOf(canvas).getImageData(0, 0, width * SCALE, height * SCALE);
  const image = new Float32Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const mean = [0, 0, 0];
      for (let dy = 0; dy < SCALE; dy++) {
        for (let dx = 0; dx < SCALE; dx++) {
          const at = 4 * ((y * SCALE + dy) * width * SCALE + x * SCALE + dx);
          for (let c = 0; c < 3; c++) mean[c] += data[at + c] / (SCALE * SCALE);
        }
      }
      const level = (value: number): number => Math.round(invert ? 255 - value : value);
      const grey = level(0.299 * mean[0] + 0.587 * mean[1] + 0.114 * mean[2]);
      for (let c = 0; c < channels; c++) {
        image[(y * width + x) * channels + c] = channels === 1 ? grey : c === 3 ? 255 : level(mean[c]);
      }
    }
  }
  return image;
}

function drawPixels(
  context: CanvasRenderingContext2D,
  values: ArrayLike<number>,
  [height, width, channels]: readonly [number, number, number],
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * channels;
      const [r, g, b] =
        channels === 1 ? [values[at], values[at], values[at]] : [values[at], values[at + 1], values[at + 2]];
      context.fillStyle = `rgb(${r}, ${g}, ${b})`;
      context.fillRect(x * SCALE, y * SCALE, SCALE, SCALE);
    }
  }
}

/** How light the border of a picture is on average, 0 to 255. */
function borderShade(picture: ImageBitmap): number {
  const canvas = document.createElement('canvas');
  canvas.width = 16;
  canvas.height = 16;
  const context = contextOf(canvas);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, 16, 16);
  context.drawImage(picture, 0, 0, 16, 16);
  const { data } = context.getImageData(0, 0, 16, 16);
  let sum = 0;
  let cells = 0;
  for (let i = 0; i < 256; i++) {
    const [x, y] = [i % 16, Math.floor(i / 16)];
    if (x > 0 && x < 15 && y > 0 && y < 15) continue;
    sum += (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3;
    cells++;
  }
  return Math.round(sum / cells);
}
