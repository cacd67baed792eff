const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const day = 86400;

const two = (n: number): string => String(n).padStart(2, "0");
const date = (d: Date): string => `${months[d.getUTCMonth()]} ${d.getUTCDate()}`;
const clock = (d: Date): string => `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;

/** An instant in full, such as "Jun 3, 2024, 08:00". */
export function instant(seconds: number): string {
  const d = new Date(seconds * 1000);
  const s = d.getUTCSeconds() ? ":" + two(d.getUTCSeconds()) : "";
  return `${date(d)}, ${d.getUTCFullYear()}, ${clock(d)}${s}`;
}

/** A stretch of time, such as "Jun 3, 2024", "Jun 3 to Jun 9, 2024", or within a day "Jun 3, 2024, 08:00 to 09:00". */
export function stretch(from: number, to: number): string {
  const [first, end, last] = [from, to, to - 1].map((seconds) => new Date(seconds * 1000));
  const until = `${date(last)}, ${last.getUTCFullYear()}`;
  if (to - from < day) return `${until}, ${clock(first)} to ${clock(end)}`;
  if (to - from === day) return until;
  return first.getUTCFullYear() === last.getUTCFullYear() ? `${date(first)} to ${until}` : `${date(first)}, ${first.getUTCFullYear()} to ${until}`;
}

/** Labels of round instants, in UTC: the year or the date stands in a second line where it is new. */
export function timeLabels(splits: number[], step: number): string[] {
  let before: Date | undefined;
  return splits.map((seconds) => {
    const d = new Date(seconds * 1000);
    const isNewYear = !before || before.getUTCFullYear() !== d.getUTCFullYear();
    const isNewDay = !before || date(before) !== date(d);
    before = d;
    if (step >= 360 * day) return String(d.getUTCFullYear());
    if (step >= 28 * day) return months[d.getUTCMonth()] + (isNewYear ? "\n" + d.getUTCFullYear() : "");
    if (step >= day) return date(d) + (isNewYear ? "\n" + d.getUTCFullYear() : "");
    const time = step < 60 ? `${clock(d)}:${two(d.getUTCSeconds())}` : clock(d);
    return time + (isNewYear ? `\n${date(d)}, ${d.getUTCFullYear()}` : isNewDay ? "\n" + date(d) : "");
  });
}

/** A number with as many decimals as tell neighbours on the axis apart, and a true minus sign. */
export function number(value: number, range: number): string {
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-4)) return value.toExponential(3).replace(/-/g, "\u2212");
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10(range / 500))));
  return value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace("-", "\u2212");
}

/** Steps between round numbers: 1, 2 or 5 times a power of ten. */
export const roundSteps: number[] = Array.from({ length: 340 }, (_, i) => i - 40).flatMap((power) => [1, 2, 5].map((n) => Number(`${n}e${power}`)));

/** Steps between whole round numbers. */
export const wholeSteps: number[] = roundSteps.filter((step) => step >= 1);

/** Labels of round numbers. */
export function numberLabels(splits: number[], step: number): string[] {
  const decimals = Math.min(10, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  const largest = Math.max(...splits.map(Math.abs));
  return splits.map((value) => {
    const text =
      largest >= 1e12 || largest < 1e-4
        ? value === 0 ? "0" : value.toExponential(1)
        : largest >= 2e6
          ? value.toLocaleString("en-US", { notation: "compact", maximumFractionDigits: 2 })
          : value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return text.replace(/-/g, "\u2212");
  });
}
