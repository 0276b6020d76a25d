import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEventParser } from './events-parser.ts';

const stream =
  ': hello\n\nevent: change\ndata: {"topic":"jobs"}\n\ndata: a\ndata: b\n\nid: 3\n\ndata: {"topic":"data"}\n\n';

test('however the stream is cut, the same events come out', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
      const seen: string[] = [];
      const feed = createEventParser((data) => seen.push(data));
      const at = [0, ...cuts.sort((a, b) => a - b), stream.length];
      for (let i = 1; i < at.length; i += 1) feed(stream.slice(at[i - 1], at[i]));
      expect(seen).toEqual(['{"topic":"jobs"}', 'a\nb', '{"topic":"data"}']);
    }),
  );
});
