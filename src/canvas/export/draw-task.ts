/** One task of an exported drawing, with the measures and the marks of the canvas. */
import type { AppInput, AppOutput, AppSignature, ParameterType, TaskDocument } from '#core/workflow/types.ts';
import { HANDLE_SIZE, HEADER_HEIGHT, NODE_WIDTH, nodeSize, PORT_HEIGHT, placeHandles } from '../drawing/geometry.ts';
import type { FanOut } from '../drawing/graph.ts';
import { type Attributes, element, escapeXml } from './svg-text.ts';
import { fitText, textWidth } from './text-fit.ts';

/** Colours written into the drawing; it has no style sheet. */
export interface DrawingColours {
  page: string;
  surface: string;
  sunken: string;
  line: string;
  border: string;
  edge: string;
  text: string;
  quiet: string;
  required: string;
}

export interface DrawnTask {
  task: TaskDocument;
  app: AppSignature | undefined;
  fanOut: FanOut | undefined;
  /** Stands where the app of a task is not known. */
  appMissing: string;
  colours: DrawingColours;
}

const PAD = 12;
const MARK = 10;
const GAP = 6;
const TEXT = { title: 13, port: 12, small: 11 } as const;

function textAt(x: number, y: number, size: number, fill: string, text: string, more: Attributes = {}): string {
  return element('text', { x, y, 'font-size': size, fill, ...more }, escapeXml(text));
}

/** The task with its corner at 0, 0. */
export function drawTask(drawn: DrawnTask): string {
  const { task, app, colours } = drawn;
  const { width, height } = nodeSize(app, false);
  const box = { width, height, rx: 8, fill: colours.surface, stroke: colours.border };
  const line = { x1: 1, x2: width - 1, y1: HEADER_HEIGHT, y2: HEADER_HEIGHT, stroke: colours.line };
  return [
    element('title', {}, escapeXml(task.task_name)),
    element('rect', box),
    element('line', line),
    drawHead(drawn),
    ...(app ? drawPorts(app, colours) : []),
  ].join('');
}

function drawHead({ task, app, fanOut, appMissing, colours }: DrawnTask): string {
  const badge = fanOut ? `×${fanOut.count ?? 'n'}` : '';
  const badgeWidth = badge ? textWidth(badge, TEXT.small) + 10 : 0;
  const room = NODE_WIDTH - 2 * PAD - (badge ? badgeWidth + GAP : 0);
  const title = fitText(task.display_name || task.task_name, room, TEXT.title * 1.06);
  const label = app ? `${app.name} ${app.version}` : appMissing;
  const parts = [
    textAt(PAD, 21, TEXT.title, colours.text, title, { 'font-weight': 600 }),
    textAt(PAD, 38, TEXT.small, colours.quiet, fitText(label, NODE_WIDTH - 2 * PAD, TEXT.small)),
  ];
  if (badge) {
    const x = NODE_WIDTH - PAD - badgeWidth;
    parts.push(
      element('rect', { x, y: 8, width: badgeWidth, height: 17, rx: 8, fill: colours.sunken }),
      textAt(x + badgeWidth / 2, 20.5, TEXT.small, colours.text, badge, { 'text-anchor': 'middle' }),
    );
  }
  return parts.join('');
}

function drawPorts(app: AppSignature, colours: DrawingColours): string[] {
  const circles = placeHandles(app, false).map(({ x, y }) => {
    const centre = { cx: x + HANDLE_SIZE / 2, cy: y + HANDLE_SIZE / 2, r: HANDLE_SIZE / 2 - 1 };
    return element('circle', { ...centre, fill: colours.surface, stroke: colours.edge, 'stroke-width': 2 });
  });
  const rows = Math.max(app.inputs.length, app.outputs.length);
  const names = Array.from({ length: rows }, (_, row) => {
    const [input, output] = [app.inputs[row], app.outputs[row]];
    const width = input && output ? NODE_WIDTH / 2 : NODE_WIDTH;
    const y = HEADER_HEIGHT + row * PORT_HEIGHT + PORT_HEIGHT / 2;
    return (input ? drawInput(input, y, width, colours) : '') + (output ? drawOutput(output, y, width, colours) : '');
  });
  return [...names, ...circles];
}

function drawInput(input: AppInput, y: number, width: number, colours: DrawingColours): string {
  const star = input.required ? 8 : 0;
  const name = fitText(input.name, width - PAD - MARK - GAP - star - 4, TEXT.port);
  const required = element('tspan', { fill: colours.required }, ' *');
  const text = escapeXml(name) + (input.required ? required : '');
  const at = { x: PAD + MARK + GAP, y: y + 4, 'font-size': TEXT.port, fill: colours.text };
  return drawMark(input.type, PAD, y, colours.quiet) + element('text', at, text);
}

function drawOutput(output: AppOutput, y: number, width: number, colours: DrawingColours): string {
  const right = NODE_WIDTH - PAD;
  const name = fitText(output.name, width - PAD - MARK - GAP - 4, TEXT.port);
  const at = right - MARK - GAP;
  return (
    textAt(at, y + 4, TEXT.port, colours.text, name, { 'text-anchor': 'end' }) +
    drawMark(output.type, right - MARK, y, colours.quiet)
  );
}

/** The marks of the canvas as lines, since not every font has those signs. */
const MARKS: Record<ParameterType, string> = {
  FILE: 'M.5-4.500h9v9h-9zM2.5-1.500h5M2.500 1.500h5',
  DIRECTORY: 'M.5-4.500h9v9h-9zM3.500-1.500h3v3h-3z',
  STRING: 'M1-4h8M5-4v8.500',
  ENUM: 'M.5-3.500h9M.500 0h9M.500 3.500h9',
};

function drawMark(type: ParameterType, x: number, y: number, stroke: string): string {
  return element('path', { d: MARKS[type], transform: `translate(${x} ${y})`, fill: 'none', stroke });
}
