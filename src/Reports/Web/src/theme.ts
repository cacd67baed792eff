import type { Colour, Fill } from "./page";

export interface Theme {
  isDark: boolean;
  ink: string;
  soft: string;
  axis: string;
  grid: string;
  paper: string;
  strip: string;
}

const light: Theme = { isDark: false, ink: "#1b2530", soft: "#566472", axis: "#8592a0", grid: "#e3e8ed", paper: "#ffffff", strip: "#f1f4f6" };
const dark: Theme = { isDark: true, ink: "#dde4ea", soft: "#98a6b3", axis: "#66737f", grid: "#28323c", paper: "#12181e", strip: "#1a222a" };

export const prefersDark = matchMedia("(prefers-color-scheme: dark)");

export const theme = (): Theme => (prefersDark.matches ? dark : light);

export const hue = (colour: Colour, t: Theme): string => colour[t.isDark ? 1 : 0];

export const font = (px: number, weight = 400): string => `${weight} ${px}px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif`;

const tiles = new Map<string, CanvasPattern | null>();

/** The texture of a fill, in device pixels; null where it has none. */
export function texture(ctx: CanvasRenderingContext2D, fill: Fill, t: Theme): CanvasPattern | null {
  if (!fill.hatch) return null;
  const ink = fill.ink ? hue(fill.ink, t) : t.ink;
  const key = `${fill.hatch} ${ink} ${devicePixelRatio}`;
  let tile = tiles.get(key);
  if (tile === undefined) tiles.set(key, (tile = newTile(ctx, fill.hatch, ink)));
  return tile;
}

function newTile(ctx: CanvasRenderingContext2D, hatch: NonNullable<Fill["hatch"]>, ink: string): CanvasPattern | null {
  const size = Math.round(6 * devicePixelRatio);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.strokeStyle = pen.fillStyle = ink;
  pen.lineWidth = devicePixelRatio;
  if (hatch === "dotted") {
    for (const at of [size / 4, (size * 3) / 4]) {
      pen.beginPath();
      pen.arc(at, at, devicePixelRatio * 0.9, 0, 7);
      pen.fill();
    }
  }
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    if (hatch === "rising" || hatch === "crossed") {
      pen.moveTo(shift, size);
      pen.lineTo(shift + size, 0);
    }
    if (hatch === "falling" || hatch === "crossed") {
      pen.moveTo(shift, 0);
      pen.lineTo(shift + size, size);
    }
    pen.stroke();
  }
  return ctx.createPattern(canvas, "repeat");
}
