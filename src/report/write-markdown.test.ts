import { expect, test } from 'vitest';
import { paragraph } from './document.ts';
import { escapeMarkdown, writeMarkdown } from './write-markdown.ts';

const page = { title: 't', subtitle: '', notice: null, lead: [], sections: [], footer: 'f' };

test('what could be markup is escaped, and names stay readable', () => {
  expect(escapeMarkdown('model_1 learningRate=0.005')).toBe('model_1 learningRate=0.005');
  expect(escapeMarkdown('_a_ *b* [c](d) <e> |f| `g` # h & ~i~ !j $k$')).toBe(
    '\\_a\\_ \\*b\\* \\[c\\](d) \\<e\\> \\|f\\| \\`g\\` \\# h \\& \\~i\\~ \\!j \\$k\\$',
  );
  expect(escapeMarkdown('a\n\n# b\t\0')).toBe('a \\# b \ufffd');
  expect(['- a', '+ a', '1. a', '12) a', '-a', '1.5'].map(escapeMarkdown)).toEqual([
    '\\- a',
    '\\+ a',
    '1\\. a',
    '12\\) a',
    '-a',
    '1.5',
  ]);
});

test('code keeps its backticks inside a longer fence', () => {
  const lead = [
    paragraph({ code: 'a `b` ``c`` | d' }),
    { kind: 'code' as const, language: 'sh' as const, text: '```\nx' },
  ];
  const text = writeMarkdown({ ...page, lead }, (id) => id);
  expect(text).toContain('``` a `b` ``c`` \\| d ```');
  expect(text).toContain('````sh\n```\nx\n````');
});

test('a figure is linked by a safe address', () => {
  const text = writeMarkdown({ ...page, lead: [{ kind: 'charts', ids: ['trial-000-модель)'] }] }, () => 'a [b]');
  expect(text).toContain('![a \\[b\\]](figures/trial-000-%D0%BC%D0%BE%D0%B4%D0%B5%D0%BB%D1%8C%29.svg)');
});
