import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeHtml, html, jsonForScript, programForScript, trusted } from './html.ts';

test('templates escape texts, join lists and keep markup', () => {
  expect(html`<p title="${'"&\''}">${['<', 3, html`<b>${'>'}</b>`, trusted('<i>')]}</p>`.markup).toBe(
    '<p title="&quot;&amp;&#39;">&lt;3<b>&gt;</b><i></p>',
  );
  expect(escapeHtml('\0')).toBe('\ufffd');
});

test('data in a script element parses back equal and cannot end it', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom('</script>', '<!--', '<script>', '\u2028', '&', '\u009b31m\u007f'),
      (value, attack) => {
        const data = { value, attack, [attack]: 1 };
        const text = jsonForScript(data);
        expect(text).not.toMatch(/[<>&\u2028\p{Cc}]/u);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(data)));
      },
    ),
  );
});

test('a program in a script element cannot end it and keeps its meaning', () => {
  const program = 'return ["</script>", "</SCRIPT ", "<!-- x", "<script>"].join("\\n");\r\n';
  const inside = programForScript(program);
  expect(inside).not.toMatch(/<\/script|<!--|<script|\r/i);
  expect(new Function(inside)()).toBe(new Function(program)());
});
