import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintWorkflow } from '#core/workflow/lint.ts';
import { problem } from '#core/workflow/problems.ts';
import { anyDocument, app, input, lookupOf, output, task, workflow } from '#core/workflow/testing.ts';
import type { Problem } from '#core/workflow/types.ts';
import { inputRow, outputRow, placeOfProblem, renamedRow, resourceRow, resourcesRow, taskRow } from './row-ids.ts';
import { type Outline, outlineRows, tasksBetween } from './rows.ts';

const cut = app('cut', [input('reads')], [output('parts')]);
const sum = app('sum', [input('lines'), input('more')], [output('counts')]);
const lookup = lookupOf(cut, sum);
const anyLookup = lookupOf(
  app('app1', [input('in', { required: true })], [output('out')]),
  app('app2', [input('in'), input('other', { type: 'STRING' })], [output('out'), output('other')]),
);
const flow = workflow(task('b', 'sum', { lines: `\${a.parts}`, odd: 'x' }), task('a', 'cut'));

const rowsOf = (fields: Partial<Outline> = {}) =>
  outlineRows({ document: flow, lookup, problems: [], expanded: new Set(), editable: true, ...fields });
const idsOf = (fields?: Partial<Outline>) => rowsOf(fields).map((row) => row.id);

describe('rows', () => {
  test('tasks come in an order in which they can run, whatever the order of the document', () => {
    expect(idsOf()).toEqual([taskRow('a'), taskRow('b'), 'add']);
    expect(idsOf({ editable: false })).toEqual([taskRow('a'), taskRow('b')]);
  });

  test('an open task shows its name, inputs, also one the app does not have, outputs, folder, resources, app and place', () => {
    const rows = rowsOf({ expanded: new Set([taskRow('b')]) });
    expect(rows.filter((row) => row.parent === taskRow('b')).map((row) => row.kind)).toEqual([
      'displayName',
      'input',
      'input',
      'input',
      'output',
      'folder',
      'resources',
      'app',
      'place',
    ]);
    const [lines, , odd] = rows.filter((row) => row.kind === 'input');
    expect(lines).toMatchObject({ reference: { task: 'a', output: 'parts' }, level: 2, position: 2, siblings: 9 });
    expect(odd).toMatchObject({ name: 'odd', definition: undefined, values: ['x'] });
  });

  test('an open output shows who uses it', () => {
    const expanded = new Set([taskRow('a'), outputRow('a', 'parts')]);
    const use = rowsOf({ expanded }).find((row) => row.kind === 'use');
    expect(use).toMatchObject({ level: 3, edge: { to: 'b', input: 'lines' } });
    expect(
      rowsOf({ expanded: new Set([taskRow('b')]) }).find((row) => row.kind === 'output')?.expanded,
    ).toBeUndefined();
  });

  test('a problem stands at its row, and at the closed row that hides it', () => {
    const problems: Problem[] = [
      problem('required-missing', 'error', 'start', { task: 'a', input: 'reads' }),
      problem('resource-format', 'error', 'save', { task: 'a' }, { field: 'cpu', value: '?' }),
    ];
    const counts = (expanded: string[]) =>
      Object.fromEntries(
        rowsOf({ problems, expanded: new Set(expanded) })
          .filter((row) => row.problems.length > 0)
          .map((row) => [row.id, row.problems.length]),
      );
    expect(counts([])).toEqual({ [taskRow('a')]: 2 });
    expect(counts([taskRow('a')])).toEqual({ [inputRow('a', 'reads')]: 1, [resourcesRow('a')]: 1 });
    expect(counts([taskRow('a'), resourcesRow('a')])).toEqual({
      [inputRow('a', 'reads')]: 1,
      [resourceRow('a', 'cpu')]: 1,
    });
  });

  test('any document, opened level by level, has every row once, each below its parent', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        let expanded = new Set<string>();
        for (let depth = 0; depth < 3; depth++) {
          const rows = outlineRows({ document, lookup: anyLookup, problems: [], expanded, editable: true });
          const ids = rows.map((row) => row.id);
          expect(new Set(ids).size).toBe(ids.length);
          rows.forEach((row, at) => {
            if (row.parent !== undefined) expect(ids.lastIndexOf(row.parent, at)).toBeGreaterThanOrEqual(0);
          });
          expanded = new Set(ids);
        }
      }),
    );
  });

  test('every problem of a task leads to a row that is there once its parents are open', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const problems = lintWorkflow(document, anyLookup, 'start');
        for (const found of problems) {
          const place = placeOfProblem(found);
          if (!place) continue;
          const expanded = new Set(place.parents);
          const rows = outlineRows({ document, lookup: anyLookup, problems, expanded, editable: true });
          expect(rows.find((row) => row.id === place.id)?.problems).toContain(found);
        }
      }),
    );
  });
});

test('what lies between two rows', () => {
  const rows = rowsOf({ expanded: new Set([taskRow('a')]) });
  expect(tasksBetween(rows, 2, 0)).toEqual(['a']);
  expect(tasksBetween(rows, 2, rows.length - 1)).toEqual(['a', 'b']);
});

test('rows of a renamed task keep their place, others stay', () => {
  expect(renamedRow(inputRow('a', 'x'), 'a', 'c')).toBe(inputRow('c', 'x'));
  expect(renamedRow(taskRow('ab'), 'a', 'c')).toBe(taskRow('ab'));
});
