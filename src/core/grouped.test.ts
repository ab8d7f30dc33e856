import { expect, test } from 'vitest';
import { grouped } from './grouped.ts';

test('counts have a comma every three digits', () => {
  expect([0, 999, 1000, 60000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '60,000', '1,234,567']);
});
