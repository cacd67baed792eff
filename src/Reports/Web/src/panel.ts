import uPlot from "uplot";
import { MarkPainter, stateAt, stripHeight } from "./marks";
import { type BarMark, type Columns, isMark, type LineMark, type Panel } from "./page";
import { font, hue, type Theme } from "./theme";
import { instant, number, numberLabels, roundSteps, stretch, timeLabels, wholeSteps } from "./words";

/** Other panels of the chart follow the cursor and the zoom of one. */
export interface Company {
  cursorAt(from: PanelPlot, x: number | null): void;
  zoomedTo(from: PanelPlot, from_: number, to: number): void;
}

export interface PanelSetting {
  panel: Panel;
  columns: Columns;
  theme: Theme;
  isNarrow: boolean;
  /** Whether the values under the cursor fit in one line of words. */
  isWide: boolean;
  hasXLabels: boolean;
  height: number;
  /** Widths of the margins, the same for panels below each other. */
  margins: { left: number; right: number };
  company: Company;
}

/** One panel: a uPlot with the marks that uPlot does not know, and a line of words that tells the values under the cursor. */
export class PanelPlot {
  readonly #u: uPlot;
  readonly #readout: HTMLElement;
  readonly #lines: LineMark[];
  readonly #full: [number, number];
  #isFollowing = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly setting: PanelSetting,
  ) {
    const { panel, columns } = setting;
    this.#lines = panel.marks.filter(isMark("line"));
    const base = panel.x.isTime ? columns.base : 0;
    this.#full = [panel.x.from + base, panel.x.to + base];
    this.#readout = document.createElement("p");
    this.#readout.className = setting.isWide ? "plumb-readout" : "plumb-readout two";
    this.#readout.setAttribute("aria-live", "off");
    host.append(this.#readout);
    this.#u = new uPlot(this.#options(), this.#data(base), host);
    this.#touch();
  }

  get isZoomed(): boolean {
    const { min, max } = this.#u.scales.x;
    return min !== this.#full[0] || max !== this.#full[1];
  }

  /** Whether zoom and cursor of this panel mean the same on another. */
  goesWith(other: PanelPlot): boolean {
    const [a, b] = [this.setting.panel.x, other.setting.panel.x];
    return a.isTime ? b.isTime : !b.isTime && a.from === b.from && a.to === b.to;
  }

  reset(): void {
    this.#u.setScale("x", { min: this.#full[0], max: this.#full[1] });
  }

  zoom(from: number, to: number): void {
    const { min, max } = this.#u.scales.x;
    if (min !== from || max !== to) this.#u.setScale("x", { min: from, max: to });
  }

  resize(width: number): void {
    this.#u.setSize({ width, height: this.setting.height });
  }

  destroy(): void {
    this.#u.destroy();
    this.#readout.remove();
  }

  /** Shows the values at a place that the cursor of another panel is at. */
  follow(x: number | null): void {
    this.#isFollowing = true;
    this.#u.setCursor(x === null ? { left: -10, top: -10 } : { left: this.#u.valToPos(x, "x"), top: this.#u.over.clientHeight / 2 });
    this.#isFollowing = false;
  }

  /** One array of x for all lines, as uPlot wants it; where a line has no reading, undefined; where it is broken, null. */
  #data(base: number): uPlot.AlignedData {
    if (this.#lines.length === 0) return [this.#full.slice(), [null, null]];
    const tables = this.#lines.map((line): [number[], (number | null)[]] => {
      const [x, y] = [this.setting.columns.x(line.x), this.setting.columns.numbers(line.y)];
      return broken(base ? x.map((value) => value + base) : x, y, line.longestStep);
    });
    // Mode 2: a gap of one line stays a gap between the rows that only other lines have.
    return tables.length === 1 ? tables[0] : uPlot.join(tables, tables.map(() => [2, 2]));
  }

  #options(): uPlot.Options {
    const { panel, theme: t, isNarrow, height, margins, hasXLabels } = this.setting;
    const hasStrip = panel.marks.some((mark) => mark.kind === "strip");
    let made: MarkPainter | undefined;
    const painter = (u: uPlot): MarkPainter => (made ??= new MarkPainter(u, panel, this.setting.columns, t, isNarrow));
    const isTime = panel.x.isTime;
    const xLabels = hasXLabels ? (isTime ? 34 : 20) : 6;
    const xAxis: uPlot.Axis = {
      stroke: t.soft,
      font: font(12),
      grid: { stroke: t.grid, width: 1 },
      ticks: { show: hasXLabels && !hasStrip, stroke: t.axis, size: 4, width: 1 },
      border: { show: true, stroke: t.axis, width: 1 },
      gap: hasStrip ? stripHeight + 8 : 4,
      size: xLabels + (hasStrip ? stripHeight + 8 : 6),
      space: isTime ? 76 : 60,
      incrs: isTime ? undefined : panel.x.isCount ? wholeSteps : roundSteps,
      values: (_, splits, __, ___, step) => (hasXLabels ? (isTime ? timeLabels(splits, step) : numberLabels(splits, step)) : splits.map(() => "")),
      label: hasXLabels ? panel.x.label : undefined,
      labelFont: font(12),
      labelSize: hasXLabels ? 20 : 0,
      labelGap: 0,
    };
    return {
      width: this.host.clientWidth,
      height,
      padding: [8, margins.right, 0, 0],
      legend: { show: false },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      scales: {
        x: { time: isTime, range: (_, min, max) => (min === null || max === null ? this.#full : [min, max]), auto: false, min: this.#full[0], max: this.#full[1] },
        y: panel.y.lanes ? { range: [-0.5, panel.y.lanes.length - 0.5], dir: -1 } : { range: [panel.y.from, panel.y.to] },
      },
      series: [{}, ...(this.#lines.length ? this.#lines.map((line) => this.#series(line)) : [{ show: false }])],
      axes: [xAxis, this.#yAxis()],
      cursor: {
        x: true,
        y: false,
        drag: { x: true, y: false, setScale: true, dist: 6 },
        points: { size: 8, width: 2 },
        focus: { prox: -1 },
        bind: { dblclick: (u) => () => (this.reset(), void u, null) },
      },
      hooks: {
        drawClear: [(u) => this.#paper(u)],
        drawAxes: [(u) => painter(u).behind()],
        draw: [(u) => painter(u).before()],
        setCursor: [(u) => this.#moved(u)],
        setScale: [(u, key) => key === "x" && this.#scaled(u)],
      },
    };
  }

  #series(line: LineMark): uPlot.Series {
    const t = this.setting.theme;
    const colour = hue(line.colour, t);
    const stroke = line.opacity === undefined ? colour : translucent(colour, line.opacity);
    const isPoints = line.course === "points";
    return {
      label: line.name ?? "",
      stroke,
      width: line.width,
      dash: line.dash.length ? line.dash : undefined,
      paths: isPoints ? () => null : line.course === "steps" ? uPlot.paths.stepped!({ align: 1 }) : undefined,
      points: line.marker !== "none" ? { show: false } : isPoints ? { show: true, size: Math.max(3.5, line.width), width: 0, fill: colour } : { size: 5, fill: colour, stroke: t.paper, width: 1 },
      spanGaps: false,
    };
  }

  #yAxis(): uPlot.Axis {
    const { panel, theme: t, margins } = this.setting;
    const lanes = panel.y.lanes;
    const axis: uPlot.Axis = { stroke: t.soft, font: font(12), size: margins.left, gap: 6, grid: { stroke: t.grid, width: 1 }, ticks: { show: false }, border: { show: false } };
    if (!lanes) {
      return {
        ...axis,
        space: 30,
        incrs: panel.y.isCount ? wholeSteps : roundSteps,
        values: (_, splits, __, ___, step) => numberLabels(splits, step),
        label: panel.y.label || undefined,
        labelFont: font(12),
        labelSize: panel.y.label ? 18 : 0,
        labelGap: 0,
        size: margins.left - (panel.y.label ? 18 : 0),
      };
    }
    // Lines between the lanes; the names are drawn by hand, for they have two lines of different weight.
    return { ...axis, splits: () => lanes.map((_, i) => i - 0.5).concat(lanes.length - 0.5), values: (_, splits) => splits.map(() => "") };
  }

  #paper(u: uPlot): void {
    const { panel, theme: t } = this.setting;
    if (!panel.y.lanes) return;
    const ratio = devicePixelRatio;
    u.ctx.save();
    u.ctx.textAlign = "right";
    u.ctx.textBaseline = "middle";
    panel.y.lanes.forEach((lane, i) => {
      const y = u.valToPos(i, "y", true);
      const x = u.bbox.left - 8 * ratio;
      const hasNote = lane.note && u.bbox.height / panel.y.lanes!.length > 30 * ratio;
      u.ctx.fillStyle = t.ink;
      u.ctx.font = font(12 * ratio, hasNote ? 600 : 400);
      u.ctx.fillText(lane.name, x, y - (hasNote ? 8 * ratio : 0), u.bbox.left - 10 * ratio);
      if (!hasNote) return;
      u.ctx.fillStyle = t.soft;
      u.ctx.font = font(11 * ratio);
      u.ctx.fillText(lane.note, x, y + 8 * ratio, u.bbox.left - 10 * ratio);
    });
    u.ctx.restore();
  }

  #scaled(u: uPlot): void {
    const { min, max } = u.scales.x;
    if (min == null || max == null) return;
    this.setting.company.zoomedTo(this, min, max);
  }

  #moved(u: uPlot): void {
    const { left, top, idx } = u.cursor;
    const isOver = left !== undefined && left >= 0;
    const x = isOver ? u.posToVal(left, "x") : null;
    this.#readout.replaceChildren(...(x === null ? [] : this.#values(u, x, idx ?? null, left ?? 0, top ?? 0)));
    if (!this.#isFollowing) this.setting.company.cursorAt(this, x);
  }

  /** The words for a place: when, every series, the status, and what happened there. */
  #values(u: uPlot, x: number, idx: number | null, left: number, top: number): Node[] {
    const { panel, columns } = this.setting;
    const base = panel.x.isTime ? columns.base : 0;
    const words: Node[] = [];
    const at = this.#lines.length && idx !== null ? u.data[0][idx] : x;
    const bars = panel.marks.filter(isMark("bar"));
    const bar = this.#barAt(bars, x - base);
    if (panel.x.isTime) words.push(strong(bar && !this.#lines.length ? stretch(bar.from + base, bar.to + base) : instant(at)));
    this.#lines.forEach((line, i) => {
      const near = idx === null ? null : nearest(u.data[i + 1], u.data[0], idx, line.longestStep ?? Infinity);
      if (near === null) return;
      const range = panel.y.to - panel.y.from;
      words.push(this.#item(line.name ?? "", `${number(near, range)}${line.unit ? " " + line.unit : ""}`, hue(line.colour, this.setting.theme)));
    });
    for (const strip of panel.marks.filter(isMark("strip"))) {
      const state = stateAt(columns.numbers(strip.runs) as number[], at - base);
      if (state !== undefined) words.push(this.#item(strip.label, strip.states[state].name, hue(strip.states[state].fill.ink ?? strip.states[state].fill.colour, this.setting.theme)));
    }
    // Bars of numbers: those of the row that is pointed at, each with its length.
    const row = panel.y.lanes && !panel.x.isTime ? Math.round(u.posToVal(top, "y")) : undefined;
    if (row !== undefined) words.push(strong(panel.y.lanes?.[row]?.name ?? ""));
    for (const mark of panel.marks.filter(isMark("block"))) {
      if (row !== undefined) {
        const size = panel.x.isCount ? 500 : panel.x.to - panel.x.from;
        for (const [lane, from, to] of mark.blocks) if (lane === row) words.push(this.#item(mark.name ?? "", number(to - from, size), hue(mark.fill.colour, this.setting.theme)));
        continue;
      }
      const colour = hue(mark.fill.ink ?? mark.fill.colour, this.setting.theme);
      const inside = mark.blocks.filter((block) => at - base >= block[1] && at - base < block[2]);
      for (const [lane] of inside) words.push(this.#item(panel.y.lanes?.[lane]?.name ?? "", mark.name ?? "", colour));
    }
    for (const part of bars) {
      const height = bar ? (columns.numbers(part.heights)[bar.place] ?? 0) : 0;
      if (height > 0) words.push(this.#item(part.name ?? "", number(height, panel.y.isCount ? 500 : panel.y.to - panel.y.from), hue(part.fill.colour, this.setting.theme)));
    }
    for (const point of panel.marks.filter(isMark("point"))) {
      const [dx, dy] = [u.valToPos(point.x + base, "x") - left, u.valToPos(point.y, "y") - top];
      if (dx * dx + dy * dy < 225 && point.label) words.push(this.#item("", point.label.replace("\n", ", "), hue(point.colour, this.setting.theme)));
    }
    return words;
  }

  /** The stretch of x whose bar a place is in; all bars of a panel have the same. */
  #barAt(bars: BarMark[], x: number): { place: number; from: number; to: number } | undefined {
    if (bars.length === 0) return undefined;
    const spans = this.setting.columns.numbers(bars[0].at) as number[];
    const place = spans.findIndex((from, i) => i % 2 === 0 && x >= from && x < spans[i + 1]) / 2;
    return place >= 0 ? { place, from: spans[2 * place], to: spans[2 * place + 1] } : undefined;
  }

  #item(name: string, value: string, colour: string): HTMLElement {
    const item = document.createElement("span");
    const dot = document.createElement("i");
    dot.style.background = colour;
    item.append(dot, name && value ? name + " " : name, strong(value));
    return item;
  }

  // A finger moves the cursor sideways and scrolls the page up and down.
  #touch(): void {
    const { over } = this.#u;
    over.style.touchAction = "pan-y";
    const move = (event: PointerEvent): void => {
      if (event.pointerType !== "touch") return;
      const box = over.getBoundingClientRect();
      this.#u.setCursor({ left: event.clientX - box.left, top: event.clientY - box.top });
    };
    over.addEventListener("pointerdown", move);
    over.addEventListener("pointermove", move);
  }
}

function strong(text: string): HTMLElement {
  const b = document.createElement("b");
  b.textContent = text;
  return b;
}

/** The value of a series at a row, or at the nearest row that has one, within reach. */
function nearest(ys: ArrayLike<number | null | undefined>, xs: ArrayLike<number>, idx: number, reach: number): number | null {
  for (let step = 0; step < 60; step++) {
    for (const i of [idx - step, idx + step]) {
      if (i < 0 || i >= xs.length) continue;
      if (Math.abs(xs[i] - xs[idx]) > reach) continue;
      const y = ys[i];
      if (y === null && step === 0) return null;
      if (y != null) return y;
    }
  }
  return null;
}

/** Puts a gap into every stretch that is longer than a line may cross. */
function broken(x: number[], y: (number | null)[], longest?: number): [number[], (number | null)[]] {
  if (longest === undefined || !x.some((value, i) => i > 0 && value - x[i - 1] > longest)) return [x, y];
  const [xs, ys]: [number[], (number | null)[]] = [[], []];
  x.forEach((value, i) => {
    if (i > 0 && value - x[i - 1] > longest) {
      xs.push((value + x[i - 1]) / 2);
      ys.push(null);
    }
    xs.push(value);
    ys.push(y[i]);
  });
  return [xs, ys];
}

function translucent(hex: string, opacity: number): string {
  return hex + Math.round(opacity * 255).toString(16).padStart(2, "0");
}
