import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyDocument, app, input, lookupOf, output, task, workflow } from '#core/workflow/testing.ts';
import { drawWorkflow } from './draw-workflow.ts';
import { escapeXml } from './svg-text.ts';
import { fitText, textWidth } from './text-fit.ts';

const colours = {
  page: '#fff',
  surface: '#fff',
  sunken: '#eee',
  line: '#ddd',
  border: '#ccc',
  edge: '#777',
  text: '#111',
  quiet: '#555',
  required: '#b00',
};
const lookup = lookupOf(
  app(
    'fan',
    [input('sample', { type: 'STRING', concurrent: 'vars_iter', required: true })],
    [output('out', { type: 'STRING' })],
  ),
  app('app1', [input('in')], [output('out')]),
);
const draw = (document: Parameters<typeof drawWorkflow>[0]['document']) =>
  drawWorkflow({ document, lookup, colours, appMissing: 'no app' });

const chain = workflow(
  task('a', 'fan', { sample: ['x', 'y'] }, { location: { x: -100, y: 20 } }),
  task('b', 'fan', { sample: '${a.out}' }, { location: { x: 240, y: 20 }, display_name: 'A <b> & "c"' }),
  task('c', 'app1', { in: '${b.out}' }, { location: { x: 580, y: 20 } }),
);

describe('the drawing of a workflow', () => {
  it('frames all tasks, with edges dashed where instances pair up', () => {
    const { svg, width, height } = draw(chain);
    expect([width, height]).toEqual([580 + 240 + 100 + 64, 80 + 64]);
    expect(svg).toContain('viewBox="-132 -12 984 144"');
    expect(svg.match(/stroke-width="1.5"/g)).toHaveLength(2);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
    expect(svg).toContain('A &lt;b&gt; &amp; &quot;c&quot;');
    expect(svg.match(/>×2</g)).toHaveLength(2);
  });

  it('stands alone: nothing to load, no styles, no foreign objects', () => {
    expect(draw(chain).svg).not.toMatch(/href|url\(|<style|class=|foreignObject|var\(|@import/);
  });

  it('draws apps that are not known, loops and workflows without tasks', () => {
    expect(draw(workflow(task('a', 'gone', { in: '${a.out}' }))).svg).toContain('no app');
    expect(draw(workflow()).width).toBe(64);
  });

  it('is well formed and the same bytes for any document', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const { svg } = draw(document);
        expect(draw(structuredClone(document)).svg).toBe(svg);
        expect(openTags(svg)).toEqual([]);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      }),
      { numRuns: 60 },
    );
  });

  it('writes no character that XML cannot hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = escapeXml(text);
        expect(written).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|apos);)/);
      }),
    );
    expect(escapeXml('a\u0000\u000b\ud800b😀')).toBe('ab😀');
  });

  it('uses the lengths of the canvas', () => {
    const css = readFileSync(new URL('../drawing/edges.css', import.meta.url), 'utf8');
    expect(css).toMatch(/cv-edge-iterate[^}]*stroke-dasharray: 6 4/);
  });
});

describe('texts in boxes', () => {
  it('are cut with an ellipsis and never wider than their room', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 30, max: 200 }), (text, width) => {
        const fitted = fitText(text, width, 12);
        expect(textWidth(fitted, 12)).toBeLessThanOrEqual(width);
        if (fitted !== text) expect(fitted.endsWith('…')).toBe(true);
      }),
    );
    expect(fitText('短名', 40, 12)).toBe('短名');
  });
});

/** Elements that are opened and not closed, or the other way round. */
function openTags(svg: string): string[] {
  const open: string[] = [];
  for (const [, end, name, alone] of svg.replace(/^<\?.*\?>/, '').matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (alone) continue;
    if (!end) open.push(name ?? '');
    else if (open.pop() !== name) return ['mismatch', name ?? ''];
  }
  return open;
}
