import { drawMarker } from "./marks";
import { type Chart, type Columns, isMark, type Mark, type Panel } from "./page";
import { type Company, PanelPlot } from "./panel";
import { font, hue, texture, type Theme, theme } from "./theme";
import { numberLabels } from "./words";

const narrowBelow = 640;

/** A chart in its place in the page: heading, legend and panels, which move together. */
export class ChartView implements Company {
  #plots: PanelPlot[] = [];
  #reset = document.createElement("button");
  #isBuilt = false;
  #width = 0;
  #isNarrow = false;

  constructor(
    private readonly place: HTMLElement,
    private readonly chart: Chart,
    private readonly columns: Columns,
  ) {
    this.build();
    new ResizeObserver(() => this.#resized()).observe(place);
  }

  /** Draws everything anew: at the start, in other colours, in another arrangement. */
  build(): void {
    for (const plot of this.#plots) plot.destroy();
    this.#plots = [];
    this.#isBuilt = false;
    this.#width = this.place.clientWidth;
    this.#isNarrow = this.#width < narrowBelow;
    const t = theme();
    this.place.replaceChildren(this.#heading(), this.#legend(t), this.#panels(t));
    this.#isBuilt = true;
    this.#markReset();
  }

  cursorAt(from: PanelPlot, x: number | null): void {
    for (const plot of this.#plots) if (plot !== from && plot.goesWith(from)) plot.follow(x);
  }

  zoomedTo(from: PanelPlot, min: number, max: number): void {
    if (!this.#isBuilt) return;
    for (const plot of this.#plots) if (plot !== from && plot.goesWith(from)) plot.zoom(min, max);
    this.#markReset();
  }

  #markReset(): void {
    this.#reset.hidden = !this.#plots.some((plot) => plot.isZoomed);
  }

  #resized(): void {
    const width = this.place.clientWidth;
    if (width === this.#width || width === 0) return;
    if (width < narrowBelow !== this.#isNarrow || this.#columnsFor(width) !== this.#columnsFor(this.#width)) this.build();
    else {
      this.#width = width;
      const each = this.#panelWidth();
      for (const plot of this.#plots) plot.resize(each);
    }
  }

  #columnsFor(width: number): number {
    return width < 760 ? 1 : this.chart.columns;
  }

  #panelWidth(): number {
    const columns = this.#columnsFor(this.#width);
    return Math.floor((this.#width - 16 * (columns - 1)) / columns);
  }

  #heading(): HTMLElement {
    const head = element("div", "plumb-head");
    const title = element("p", "plumb-title", this.chart.title);
    this.#reset = document.createElement("button");
    this.#reset.type = "button";
    this.#reset.textContent = "Reset zoom";
    this.#reset.addEventListener("click", () => this.#plots.forEach((plot) => plot.reset()));
    head.append(title, this.#reset);
    const box = element("div");
    box.append(head);
    if (this.chart.subtitle) box.append(element("p", "plumb-subtitle", this.chart.subtitle));
    box.append(element("p", "plumb-hint", "Hover for values, drag to zoom, double-click to reset."));
    return box;
  }

  #legend(t: Theme): HTMLElement {
    const list = element("ul", "plumb-legend");
    const seen = new Set<string>();
    const add = (name: string | undefined, draw: (ctx: CanvasRenderingContext2D, ratio: number) => void): void => {
      if (!name || seen.has(name)) return;
      seen.add(name);
      const item = element("li");
      item.append(swatch(draw), name);
      list.append(item);
    };
    // What is in the plots first, then the states under them.
    const marks = this.chart.panels.flatMap((panel) => (panel.message ? [] : panel.marks));
    for (const mark of marks.filter((mark) => mark.kind !== "strip")) legendEntries(mark, this.columns, t, add);
    for (const mark of marks.filter(isMark("strip"))) legendEntries(mark, this.columns, t, add);
    return list;
  }

  #panels(t: Theme): HTMLElement {
    const columns = this.#columnsFor(this.#width);
    const grid = element("div", "plumb-panels");
    grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    this.place.append(grid);
    // Where each panel has an axis of its own, the names of lanes take no room from a panel that has none.
    const margins = this.chart.panels.map((panel, i) => this.#margins(this.chart.panels.filter((other, j) => j % columns === i % columns && (this.chart.sharedX || !other.y.lanes === !panel.y.lanes))));
    const rows = this.chart.panels.length / this.chart.columns;
    const weights = this.chart.panels.reduce((sum, panel) => sum + panel.weight, 0) / this.chart.columns;
    const lastDrawn = this.chart.panels.findLastIndex((panel) => !panel.message);
    this.chart.panels.forEach((panel, i) => {
      const cell = element("section");
      grid.append(cell);
      if (panel.title) cell.append(element("h4", "", panel.title));
      if (panel.message) {
        cell.append(element("p", "plumb-message", panel.message));
        return;
      }
      const share = (this.chart.height - 90 - rows * 30) * (panel.weight / weights);
      const least = panel.y.lanes ? 60 + panel.y.lanes.length * 40 : this.#isNarrow && this.chart.panels.length === 1 ? 300 : 130;
      const host = element("div");
      host.setAttribute("role", "img");
      host.setAttribute("aria-label", `${panel.title ? panel.title + ". " : ""}${this.chart.text}`);
      cell.append(host);
      host.style.width = `${this.#panelWidth()}px`;
      const hasXLabels = !this.chart.sharedX || i === lastDrawn;
      this.#plots.push(new PanelPlot(host, { panel, columns: this.columns, theme: t, isNarrow: this.#isNarrow, isWide: this.#panelWidth() > 700, hasXLabels, height: Math.round(Math.max(least, share)) + (hasXLabels ? 30 : 0), margins: margins[i], company: this }));
    });
    return grid;
  }

  /** Room for the words at the sides, measured, the same for panels below each other so that their plots stand in line. */
  #margins(panels: Panel[]): { left: number; right: number } {
    const ctx = document.createElement("canvas").getContext("2d")!;
    const width = (text: string, size = 12, weight = 400): number => {
      ctx.font = font(size, weight);
      return ctx.measureText(text).width;
    };
    let [left, right] = [30, 22];
    for (const panel of panels) {
      if (panel.message) continue;
      if (panel.y.lanes) for (const lane of panel.y.lanes) left = Math.max(left, width(lane.name, 12, lane.note ? 600 : 400) + 14, width(lane.note, 11) + 14);
      else left = Math.max(left, widestNumber(panel, width) + 12 + (panel.y.label ? 18 : 0));
      if (panel.marks.some((mark) => mark.kind === "strip" && mark.label)) left = Math.max(left, width("Status", 11) + 10);
      if (this.#isNarrow) continue;
      for (const level of panel.marks.filter(isMark("level"))) for (const line of level.label.split("\n")) right = Math.max(right, width(line) + 12);
      for (const line of panel.marks.filter(isMark("line"))) if (line.end) right = Math.max(right, width(line.end) + 12);
      for (const blocks of panel.marks.filter(isMark("block"))) for (const block of blocks.blocks) if (block[3]) right = Math.max(right, width(block[3]) + 12);
    }
    return { left: Math.min(Math.ceil(left), this.#panelWidth() * 0.4), right: Math.ceil(right) };
  }
}

function widestNumber(panel: Panel, width: (text: string) => number): number {
  const step = 10 ** Math.floor(Math.log10((panel.y.to - panel.y.from) / 4));
  return Math.max(...numberLabels([panel.y.from, panel.y.to].map((value) => Math.round(value / step) * step), step).map((text) => width(text)));
}

type Add = (name: string | undefined, draw: (ctx: CanvasRenderingContext2D, ratio: number) => void) => void;

function legendEntries(mark: Mark, columns: Columns, t: Theme, add: Add): void {
  if (mark.kind === "strip") {
    const runs = columns.numbers(mark.runs);
    const occurs = new Set(runs.filter((_, i) => i % 3 === 2));
    [...mark.states.keys()].reverse().forEach((i) => occurs.has(i) && add(mark.states[i].name, (ctx) => box(ctx, mark.states[i].fill, mark.states[i].height, t)));
  } else if (mark.kind === "line" || mark.kind === "level" || mark.kind === "event") {
    add(mark.name, (ctx, ratio) => {
      if (mark.kind === "line" && mark.course === "points") {
        drawMarker(ctx, "circle", 12, 7, 8, hue(mark.colour, t), t.paper, ratio);
        return;
      }
      ctx.strokeStyle = hue(mark.colour, t);
      ctx.globalAlpha = "opacity" in mark ? (mark.opacity ?? 1) : 1;
      ctx.lineWidth = mark.width;
      ctx.setLineDash(mark.dash);
      ctx.beginPath();
      ctx.moveTo(0, 7);
      ctx.lineTo(24, 7);
      ctx.stroke();
      ctx.setLineDash([]);
      ctx.globalAlpha = 1;
      if (mark.kind === "line" && mark.marker !== "none") drawMarker(ctx, mark.marker, 12, 7, 8, hue(mark.colour, t), t.paper, ratio);
    });
  } else if (mark.kind === "point") {
    add(mark.name, (ctx, ratio) => drawMarker(ctx, mark.marker, 12, 7, 9, hue(mark.colour, t), t.paper, ratio));
  } else {
    add(mark.name, (ctx) => box(ctx, mark.fill, 1, t));
  }
}

function box(ctx: CanvasRenderingContext2D, fill: import("./page").Fill, height: number, t: Theme): void {
  const h = 12 * height;
  ctx.globalAlpha = fill.opacity ?? 1;
  ctx.fillStyle = hue(fill.colour, t);
  ctx.fillRect(2, 13 - h, 20, h);
  ctx.globalAlpha = 1;
  const hatch = texture(ctx, fill, t);
  if (hatch) {
    ctx.fillStyle = hatch;
    ctx.fillRect(2, 13 - h, 20, h);
  }
  if (!fill.ink) return;
  ctx.strokeStyle = hue(fill.ink, t);
  ctx.lineWidth = 0.75;
  ctx.strokeRect(2.4, 13.4 - h, 19.2, h - 0.8);
}

function swatch(draw: (ctx: CanvasRenderingContext2D, ratio: number) => void): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const ratio = devicePixelRatio;
  canvas.width = 24 * ratio;
  canvas.height = 14 * ratio;
  canvas.style.width = "24px";
  canvas.style.height = "14px";
  canvas.setAttribute("aria-hidden", "true");
  const ctx = canvas.getContext("2d")!;
  ctx.scale(ratio, ratio);
  draw(ctx, 1);
  return canvas;
}

function element(name: string, className = "", text = ""): HTMLElement {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
