import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMermaid } from './mermaid.ts';
import { anyDocument, app, input, lookupOf, output, task, workflow } from './testing.ts';

const lookup = lookupOf(
  app('fan', [input('sample', { type: 'STRING', concurrent: 'vars_iter' })], [output('out', { type: 'STRING' })]),
  app('join', [input('all')], [output('out')]),
);

describe('Mermaid', () => {
  it('draws tasks and references, dashed where instances pair up', () => {
    const document = workflow(
      task('a', 'fan', { sample: ['x', 'y'] }),
      task('b', 'fan', { sample: '${a.out}' }),
      task('c', 'join', { all: '${b.out}' }, { display_name: 'All "of" <them> #1' }),
      task('d', 'gone'),
    );
    expect(toMermaid(document, lookup)).toBe(
      [
        'flowchart LR',
        '  t1["a ×2<br/>fan 1.0.0"]',
        '  t2["b ×2<br/>fan 1.0.0"]',
        '  t3["All #34;of#34; #60;them#62; #35;1<br/>join 1.0.0"]',
        '  t4["d<br/>gone"]',
        '  t1 -.->|"out → sample"| t2',
        '  t2 -->|"out → all"| t3',
        '',
      ].join('\n'),
    );
  });

  it('lets no name out of its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (display_name, app_id) => {
        const [head, box, ...rest] = toMermaid(workflow(task('a', app_id, {}, { display_name })), lookup).split('\n');
        expect([head, ...rest]).toEqual(['flowchart LR', '']);
        expect(box).toMatch(/^ {2}t1\["[^"\n]*"\]$/);
        expect(box?.replace('<br/>', '')).not.toMatch(/[<>`]/);
      }),
    );
  });

  it('draws any document, also one with a loop', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(toMermaid(document, lookup)).toMatch(/^flowchart LR\n/);
      }),
    );
  });
});
