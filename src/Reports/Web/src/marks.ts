// Draws what uPlot does not know: bands, spans, strips, lanes, levels, events, points. All lengths are device pixels.
import type uPlot from "uplot";
import { type BarMark, type BlockMark, type Columns, type EventMark, type Fill, isMark, type LevelMark, type LineMark, type Panel, type PointMark, type Shape, type SpanMark, type Stroke, type StripMark } from "./page";
import { font, hue, texture, type Theme } from "./theme";

/** Height of the status strip under a plot, px. */
export const stripHeight = 16;

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export class MarkPainter {
  readonly #taken: Box[] = [];
  readonly #areas: Box[] = [];
  readonly #margin: { y: number; words: string[]; colour: string }[] = [];

  constructor(
    private readonly u: uPlot,
    private readonly panel: Panel,
    private readonly columns: Columns,
    private readonly t: Theme,
    private readonly isNarrow: boolean,
  ) {}

  get #ratio(): number {
    return devicePixelRatio;
  }

  get #plot(): Box {
    const { left, top, width, height } = this.u.bbox;
    return { left, top, right: left + width, bottom: top + height };
  }

  #x = (value: number): number => this.u.valToPos(value + (this.panel.x.isTime ? this.columns.base : 0), "x", true);
  #y = (value: number): number => this.u.valToPos(value, "y", true);

  /** What lies behind the grid and the lines. */
  behind(): void {
    this.#areas.length = 0;
    this.#clipped(() => {
      for (const band of this.panel.marks.filter(isMark("band"))) {
        const { left, right } = this.#plot;
        this.#fill([{ left, right, ...this.#between(band.low, band.high) }], band.fill);
      }
      for (const spans of this.panel.marks.filter(isMark("span"))) this.#spans(spans);
      for (const blocks of this.panel.marks.filter(isMark("block"))) this.#blocks(blocks);
      this.#bars(this.panel.marks.filter(isMark("bar")));
    });
  }

  /** What lies before the lines, and all words. */
  before(): void {
    this.#taken.length = 0;
    for (const level of this.panel.marks.filter(isMark("level"))) this.#level(level);
    for (const line of this.panel.marks.filter(isMark("line"))) this.#end(line);
    this.#marginWords();
    for (const event of this.panel.marks.filter(isMark("event"))) this.#event(event);
    for (const strip of this.panel.marks.filter(isMark("strip"))) this.#strip(strip);
    for (const line of this.panel.marks.filter(isMark("line"))) if (line.marker !== "none") this.#hereAndThere(line.name ?? "", line.marker, hue(line.colour, this.t));
    for (const blocks of this.panel.marks.filter(isMark("block"))) this.#blockLabels(blocks);
    const points = this.panel.marks.filter(isMark("point")).filter((point) => this.#isInside(point));
    const half = 6 * this.#ratio;
    for (const point of points) {
      const [x, y] = [this.#x(point.x), this.#y(point.y)];
      this.#taken.push({ left: x - half, right: x + half, top: y - half, bottom: y + half });
    }
    if (!this.isNarrow) for (const point of points) this.#pointLabel(point);
    for (const point of points) this.#marker(point.marker, this.#x(point.x), this.#y(point.y), 10, hue(point.colour, this.t));
  }

  #clipped(draw: () => void): void {
    const { ctx } = this.u;
    const { left, top, right, bottom } = this.#plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, right - left, bottom - top);
    ctx.clip();
    draw();
    ctx.restore();
  }

  #between(low?: number, high?: number): { top: number; bottom: number } {
    return { top: high === undefined ? this.#plot.top : this.#y(high), bottom: low === undefined ? this.#plot.bottom : this.#y(low) };
  }

  #fill(boxes: Box[], fill: Fill): void {
    const { ctx } = this.u;
    ctx.save();
    ctx.beginPath();
    const rims: Box[] = [];
    for (const { left, top, right, bottom } of boxes) {
      const [x, y] = [Math.round(left), Math.round(top)];
      const [w, h] = [Math.max(1, Math.round(right) - x), Math.max(1, Math.round(bottom) - y)];
      if (fill.ink && fill.hatch && w < 4 * this.#ratio) {
        // A texture cannot be seen on a sliver.
        ctx.fillStyle = hue(fill.ink, this.t);
        ctx.fillRect(x, y, w, h);
        continue;
      }
      ctx.rect(x, y, w, h);
      if (fill.ink && w >= 4 * this.#ratio) rims.push({ left: x, top: y, right: x + w, bottom: y + h });
    }
    ctx.globalAlpha = fill.opacity ?? 1;
    ctx.fillStyle = hue(fill.colour, this.t);
    ctx.fill();
    ctx.globalAlpha = 1;
    const hatch = texture(ctx, fill, this.t);
    if (hatch) {
      ctx.fillStyle = hatch;
      ctx.fill();
    }
    if (fill.ink) {
      ctx.strokeStyle = hue(fill.ink, this.t);
      ctx.lineWidth = Math.max(1, 0.75 * this.#ratio);
      for (const rim of rims) ctx.strokeRect(rim.left + 0.5, rim.top + 0.5, rim.right - rim.left - 1, rim.bottom - rim.top - 1);
    }
    ctx.restore();
  }

  /** Boxes for stretches of x: neighbours that touch in pixels become one, the shortest stays visible. */
  #merged(stretches: Iterable<readonly [from: number, to: number]>, top: number, bottom: number): Box[] {
    const boxes: Box[] = [];
    const { left: start, right: end } = this.#plot;
    for (const [from, to] of stretches) {
      const left = Math.max(start, Math.floor(this.#x(from)));
      const right = Math.min(end, Math.max(left + this.#ratio, Math.ceil(this.#x(to))));
      if (right <= start || left >= end) continue;
      const last = boxes[boxes.length - 1];
      if (last && left <= last.right) last.right = Math.max(last.right, right);
      else boxes.push({ left, right, top, bottom });
    }
    return boxes;
  }

  #spans(mark: SpanMark): void {
    const flat = this.columns.numbers(mark.at) as number[];
    const { top, bottom } = this.#between(mark.low, mark.high);
    this.#fill(this.#merged(pairs(flat), top, bottom), mark.fill);
  }

  #blocks(mark: BlockMark): void {
    const lanes = groupByLane(mark);
    for (const [lane, blocks] of lanes) {
      const [top, bottom] = [this.#y(lane - mark.height / 2), this.#y(lane + mark.height / 2)];
      const boxes = this.#merged(blocks.map((block) => [block[1], block[2]] as const), top, bottom);
      this.#areas.push(...boxes);
      this.#fill(boxes, mark.fill);
    }
  }

  /** Behind the block, or inside it where there is no room. */
  #blockLabels(mark: BlockMark): void {
    const gap = 6 * this.#ratio;
    for (const [lane, , to, label] of mark.blocks) {
      if (!label) continue;
      const isInside = this.#x(to) + gap + this.#measure(label, 12) > this.u.ctx.canvas.width;
      this.#text(label, this.#x(to) + (isInside ? -gap : gap), this.#y(lane), { colour: this.t.ink, align: isInside ? "right" : "left", halo: isInside });
    }
  }

  #bars(marks: BarMark[]): void {
    const stacked: number[] = [];
    for (const mark of marks) {
      const heights = this.columns.numbers(mark.heights);
      const boxes: Box[] = [];
      let i = 0;
      for (const [from, to] of pairs(this.columns.numbers(mark.at) as number[])) {
        const height = heights[i] ?? 0;
        const below = stacked[i] ?? 0;
        stacked[i++] = below + height;
        const [left, right] = [this.#x(from), this.#x(to)];
        const air = Math.min(1.5 * this.#ratio, (right - left) * 0.12);
        if (height > 0) boxes.push({ left: left + air, right: right - air, top: this.#y(below + height), bottom: this.#y(below) });
      }
      this.#fill(boxes, mark.fill);
    }
  }

  #stroke(stroke: Stroke, draw: (ctx: CanvasRenderingContext2D) => void): void {
    const { ctx } = this.u;
    ctx.save();
    ctx.strokeStyle = hue(stroke.colour, this.t);
    ctx.lineWidth = stroke.width * this.#ratio;
    ctx.setLineDash(stroke.dash.map((length) => length * this.#ratio));
    ctx.beginPath();
    draw(ctx);
    ctx.stroke();
    ctx.restore();
  }

  #level(level: LevelMark): void {
    const { left, right, top, bottom } = this.#plot;
    const y = Math.round(this.#y(level.y)) + 0.5;
    if (y < top || y > bottom) return;
    this.#stroke(level, (ctx) => {
      ctx.moveTo(left, y);
      ctx.lineTo(right, y);
    });
    const words = level.label.split("\n");
    if (this.isNarrow) {
      // No room at the side: above the line, in the plot.
      const x = right - 3 * this.#ratio;
      if (words[0]) this.#text(words[0], x, y - 8 * this.#ratio, { colour: hue(level.colour, this.t), align: "right", size: 11, halo: true });
      this.#taken.push({ left: x - this.#measure(words[0], 11), right: x, top: y - 16 * this.#ratio, bottom: y });
      return;
    }
    if (level.label) this.#margin.push({ y, words, colour: hue(level.colour, this.t) });
  }

  /** Words of a line at its right end. */
  #end(line: LineMark): void {
    const ys = this.columns.numbers(line.y);
    const last = ys.findLast((value) => value !== null);
    if (this.isNarrow || !line.end || last == null) return;
    const y = this.#y(last);
    if (y >= this.#plot.top && y <= this.#plot.bottom) this.#margin.push({ y, words: [line.end], colour: hue(line.colour, this.t) });
  }

  /** Words in the right margin keep their order and are pushed apart where they would touch. */
  #marginWords(): void {
    const { right, top, bottom } = this.#plot;
    const line = 14 * this.#ratio;
    this.#margin.sort((a, b) => a.y - b.y);
    const tops = this.#margin.map(({ y, words }) => y - (words.length * line) / 2);
    for (let i = 0; i < tops.length; i++) tops[i] = Math.max(tops[i], i ? tops[i - 1] + this.#margin[i - 1].words.length * line : top - line / 2);
    let end = bottom + line / 2;
    for (let i = tops.length - 1; i >= 0; i--) end = tops[i] = Math.min(tops[i], end - this.#margin[i].words.length * line);
    this.#margin.forEach(({ words, colour }, i) => words.forEach((word, j) => this.#text(word, right + 6 * this.#ratio, tops[i] + (j + 0.5) * line, { colour })));
    this.#margin.length = 0;
  }

  #event(event: EventMark): void {
    const { left, right, top, bottom } = this.#plot;
    const x = Math.min(Math.round(this.#x(event.x)), Math.round(right) - 1) + 0.5;
    if (x < left || this.#x(event.x) > right + 1) return;
    this.#stroke(event, (ctx) => {
      ctx.moveTo(x, top);
      ctx.lineTo(x, bottom);
    });
    if (!event.label) return;
    const width = this.#measure(event.label) + 6 * this.#ratio;
    const isLeft = x + width > right;
    let y = top + 8 * this.#ratio;
    const box = (): Box => ({ left: isLeft ? x - width : x, right: isLeft ? x : x + width, top: y - 8 * this.#ratio, bottom: y + 8 * this.#ratio });
    for (let hit = this.#hit(box()); hit; hit = this.#hit(box())) y = hit.bottom + 8 * this.#ratio;
    this.#taken.push(box());
    this.#text(event.label, isLeft ? x - 4 * this.#ratio : x + 4 * this.#ratio, y, { colour: hue(event.colour, this.t), align: isLeft ? "right" : "left", halo: true });
  }

  #strip(strip: StripMark): void {
    const { left, right, bottom } = this.#plot;
    const top = bottom + 4 * this.#ratio;
    const height = stripHeight * this.#ratio;
    const runs = this.columns.numbers(strip.runs) as number[];
    this.u.ctx.fillStyle = this.t.strip;
    this.u.ctx.fillRect(left, top, right - left, height);
    this.u.ctx.save();
    this.u.ctx.beginPath();
    this.u.ctx.rect(left, top, right - left, height);
    this.u.ctx.clip();
    strip.states.forEach((state, i) => this.#fill(this.#merged(runsOf(runs, i), top + height * (1 - state.height), top + height), state.fill));
    this.u.ctx.restore();
    if (strip.label) this.#text(strip.label, left - 6 * this.#ratio, top + height / 2, { colour: this.t.soft, align: "right", size: 11 });
  }

  #isInside(point: PointMark): boolean {
    const { left, right, top, bottom } = this.#plot;
    const [x, y] = [this.#x(point.x), this.#y(point.y)];
    return x >= left && x <= right && y >= top && y <= bottom;
  }

  #pointLabel(point: PointMark): void {
    if (!point.label) return;
    const lines = point.label.split("\n");
    const line = 15 * this.#ratio;
    const [x, y] = [this.#x(point.x), this.#y(point.y)];
    const width = Math.max(...lines.map((text) => this.#measure(text)));
    const height = lines.length * line;
    const plot = this.#plot;
    let best: Box | undefined;
    let least = Infinity;
    for (const distance of [10, 26, 48, 80, 130]) {
      for (const [toX, toY] of [[1, -1], [-1, -1], [1, 1], [-1, 1], [1, 0], [-1, 0], [0, -1], [0, 1]]) {
        const gap = distance * this.#ratio;
        const left = toX > 0 ? x + gap : toX < 0 ? x - gap - width : x - width / 2;
        const top = toY > 0 ? y + gap : toY < 0 ? y - gap - height : y - height / 2;
        const box = { left, top, right: left + width, bottom: top + height };
        if (box.left < plot.left || box.right > plot.right || box.top < plot.top || box.bottom > plot.bottom || this.#hit(box)) continue;
        const cost = distance + 130 * this.#covered(box);
        if (cost < least) [least, best] = [cost, box];
      }
      if (least < distance + 15) break;
    }
    if (!best) return;
    const { left, top, right, bottom } = best;
    this.#taken.push(best);
    this.#stroke({ colour: point.colour, width: 1, dash: [] }, (ctx) => {
      ctx.moveTo(x, y);
      ctx.lineTo(Math.min(Math.max(x, left), right), Math.min(Math.max(y, top), bottom));
    });
    lines.forEach((text, i) => this.#text(text, left, top + (i + 0.5) * line, { colour: this.t.ink, halo: true }));
  }

  /** Share of a box's width that lies on a line or on a block. */
  #covered(box: Box): number {
    let onBlocks = 0;
    for (const area of this.#areas)
      if (area.top < box.bottom && box.top < area.bottom) onBlocks += Math.max(0, Math.min(area.right, box.right) - Math.max(area.left, box.left));
    if (onBlocks > 0) return Math.min(1, onBlocks / (box.right - box.left));
    const xs = this.u.data[0];
    const [from, to] = [this.u.valToIdx(this.u.posToVal(box.left, "x", true)), this.u.valToIdx(this.u.posToVal(box.right, "x", true))];
    const every = Math.max(1, Math.floor((to - from) / 400));
    let [crossed, all] = [0, 0];
    for (let i = from; i <= to; i += every, all++) {
      const isCrossed = this.u.data.slice(1).some((ys) => {
        const value = ys[i];
        const y = value == null ? NaN : this.#y(value);
        return y > box.top && y < box.bottom;
      });
      if (isCrossed && xs[i] !== undefined) crossed++;
    }
    return all ? crossed / all : 0;
  }

  /** Markers on a line, so that it is told from others without its colour. */
  #hereAndThere(name: string, marker: Shape, colour: string): void {
    const index = this.u.series.findIndex((series) => series.label === name);
    if (index < 1) return;
    const [xs, ys] = [this.u.data[0], this.u.data[index]];
    const every = 120 * this.#ratio;
    const { left, right, top, bottom } = this.#plot;
    let next = left + (20 + 25 * index) * this.#ratio;
    for (let i = 0; i < xs.length; i++) {
      const value = ys[i];
      if (value == null) continue;
      const [x, y] = [this.u.valToPos(xs[i], "x", true), this.u.valToPos(value, "y", true)];
      if (x < next || x > right || y < top || y > bottom) continue;
      this.#marker(marker, x, y, 8, colour);
      while (next <= x) next += every;
    }
  }

  #marker(shape: Shape, x: number, y: number, size: number, colour: string): void {
    if (shape === "none") return;
    const { ctx } = this.u;
    drawMarker(ctx, shape, x, y, size * this.#ratio, colour, this.t.paper, this.#ratio);
  }

  #hit(box: Box): Box | undefined {
    return this.#taken.find((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
  }

  #measure(text: string, size = 12): number {
    this.u.ctx.font = font(size * this.#ratio);
    return this.u.ctx.measureText(text).width;
  }

  #text(text: string, x: number, y: number, style: { colour: string; align?: CanvasTextAlign; size?: number; halo?: boolean }): void {
    const { ctx } = this.u;
    ctx.save();
    ctx.font = font((style.size ?? 12) * this.#ratio);
    ctx.textAlign = style.align ?? "left";
    ctx.textBaseline = "middle";
    if (style.halo) {
      ctx.strokeStyle = this.t.paper;
      ctx.lineWidth = 3 * this.#ratio;
      ctx.lineJoin = "round";
      ctx.strokeText(text, x, y);
    }
    ctx.fillStyle = style.colour;
    ctx.fillText(text, x, y);
    ctx.restore();
  }
}

export function drawMarker(ctx: CanvasRenderingContext2D, shape: Shape, x: number, y: number, size: number, colour: string, paper: string, ratio: number): void {
  const r = size / 2;
  ctx.save();
  ctx.beginPath();
  if (shape === "circle" || shape === "ring") ctx.arc(x, y, r, 0, 7);
  else if (shape === "triangle") polygon(ctx, [[x, y - r * 1.2], [x + r * 1.15, y + r * 0.85], [x - r * 1.15, y + r * 0.85]]);
  else if (shape === "diamond") polygon(ctx, [[x, y - r * 1.25], [x + r * 1.25, y], [x, y + r * 1.25], [x - r * 1.25, y]]);
  else if (shape === "square") ctx.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
  else if (shape === "cross") {
    ctx.moveTo(x - r, y - r);
    ctx.lineTo(x + r, y + r);
    ctx.moveTo(x - r, y + r);
    ctx.lineTo(x + r, y - r);
  }
  const isOpen = shape === "ring" || shape === "cross";
  ctx.fillStyle = isOpen ? paper : colour;
  ctx.strokeStyle = isOpen ? colour : paper;
  ctx.lineWidth = (isOpen ? 1.8 : 1) * ratio;
  if (shape !== "cross") ctx.fill();
  ctx.stroke();
  ctx.restore();
}

function polygon(ctx: CanvasRenderingContext2D, corners: [number, number][]): void {
  corners.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  ctx.closePath();
}

function* pairs(flat: number[]): Iterable<readonly [number, number]> {
  for (let i = 0; i < flat.length; i += 2) yield [flat[i], flat[i + 1]];
}

function* runsOf(flat: number[], state: number): Iterable<readonly [number, number]> {
  for (let i = 0; i < flat.length; i += 3) if (flat[i + 2] === state) yield [flat[i], flat[i + 1]];
}

function groupByLane(mark: BlockMark): Map<number, BlockMark["blocks"]> {
  const lanes = new Map<number, BlockMark["blocks"]>();
  for (const block of mark.blocks) lanes.set(block[0], [...(lanes.get(block[0]) ?? []), block]);
  return lanes;
}

/** The state of a strip at a place; undefined in a gap. */
export function stateAt(runs: number[], x: number): number | undefined {
  let [low, high] = [0, runs.length / 3 - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (x < runs[3 * middle]) high = middle - 1;
    else if (x >= runs[3 * middle + 1]) low = middle + 1;
    else return runs[3 * middle + 2];
  }
  return undefined;
}
