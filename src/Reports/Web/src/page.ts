// What the page carries, as Drawing/Interactive/ChartJson.cs writes it.

/** A colour on light and on dark paper. */
export type Colour = [light: string, dark: string];

export interface Stroke {
  colour: Colour;
  width: number;
  dash: number[];
  opacity?: number;
}

export interface Fill {
  colour: Colour;
  opacity?: number;
  hatch?: "rising" | "falling" | "crossed" | "dotted";
  ink?: Colour;
}

export type Shape = "none" | "circle" | "ring" | "triangle" | "diamond" | "square" | "cross";

export interface LineMark extends Stroke {
  kind: "line";
  name?: string;
  x: number;
  y: number;
  course: "straight" | "steps" | "points";
  marker: Shape;
  unit: string;
  end: string;
  longestStep?: number;
}

export interface LevelMark extends Stroke {
  kind: "level";
  name?: string;
  y: number;
  label: string;
}

export interface BandMark {
  kind: "band";
  name?: string;
  low?: number;
  high?: number;
  fill: Fill;
}

export interface SpanMark {
  kind: "span";
  name?: string;
  at: number;
  low?: number;
  high?: number;
  fill: Fill;
}

export interface StripState {
  name: string;
  height: number;
  fill: Fill;
}

export interface StripMark {
  kind: "strip";
  name?: string;
  label: string;
  states: StripState[];
  runs: number;
}

export type Block = [lane: number, from: number, to: number, label?: string];

export interface BlockMark {
  kind: "block";
  name?: string;
  height: number;
  fill: Fill;
  blocks: Block[];
}

export interface PointMark {
  kind: "point";
  name?: string;
  x: number;
  y: number;
  label: string;
  marker: Shape;
  colour: Colour;
}

export interface EventMark extends Stroke {
  kind: "event";
  name?: string;
  x: number;
  label: string;
}

export interface BarMark {
  kind: "bar";
  name?: string;
  at: number;
  heights: number;
  fill: Fill;
}

export type Mark = LineMark | LevelMark | BandMark | SpanMark | StripMark | BlockMark | PointMark | EventMark | BarMark;

export interface Panel {
  title: string;
  weight: number;
  message?: string;
  x: { isTime: boolean; isCount?: boolean; label: string; from: number; to: number };
  y: { isCount?: boolean; label: string; from: number; to: number; lanes?: { name: string; note: string }[] };
  marks: Mark[];
}

export interface Chart {
  name: string;
  title: string;
  subtitle: string;
  text: string;
  width: number;
  height: number;
  columns: number;
  sharedX: boolean;
  panels: Panel[];
}

type XColumn = { from: number; step: number; count: number } | { from: number; steps: number[] };

export interface Page {
  /** Seconds since 1970 that all instants count from. */
  base: number;
  columns: (XColumn | (number | null)[])[];
  charts: Chart[];
}

/** Gives access to the columns of a page, each unpacked once. */
export class Columns {
  readonly #unpacked = new Map<number, number[]>();

  constructor(private readonly page: Page) {}

  get base(): number {
    return this.page.base;
  }

  numbers(place: number): (number | null)[] {
    return this.page.columns[place] as (number | null)[];
  }

  /** Places on the x axis, counted like all of the page from its base. */
  x(place: number): number[] {
    let x = this.#unpacked.get(place);
    if (!x) this.#unpacked.set(place, (x = unpack(this.page.columns[place] as XColumn)));
    return x;
  }
}

function unpack(column: XColumn): number[] {
  if ("count" in column) return Array.from({ length: column.count }, (_, i) => column.from + i * column.step);
  const x = [column.from];
  for (const step of column.steps) x.push(x[x.length - 1] + step);
  return x;
}

export function isMark<K extends Mark["kind"]>(kind: K) {
  return (mark: Mark): mark is Extract<Mark, { kind: K }> => mark.kind === kind;
}
