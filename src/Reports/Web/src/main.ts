import uPlotStyle from "uplot/dist/uPlot.min.css";
import { ChartView } from "./chart";
import { Columns, type Page } from "./page";
import ownStyle from "./style.css";
import { prefersDark } from "./theme";

/** Fills the places that the page has for charts, each when it comes near the window. A printer gets the pictures: on white paper, and sharp. */
function start(): void {
  const source = document.getElementById("plumb-charts");
  if (!source?.textContent) return;
  const page = JSON.parse(source.textContent) as Page;
  const columns = new Columns(page);
  const style = document.createElement("style");
  style.textContent = uPlotStyle + ownStyle;
  document.head.append(style);

  const waiting = new Map<Element, () => void>();
  const views: ChartView[] = [];
  const stills = new Map<Element, string>();
  for (const place of document.querySelectorAll<HTMLElement>(".plumb-chart")) {
    const chart = page.charts.find((one) => one.name === place.dataset.chart);
    if (!chart) continue;
    const still = place.querySelector("noscript")?.textContent ?? "";
    stills.set(place, still);
    place.style.minHeight = `${Math.min(chart.height, 420)}px`;
    waiting.set(place, () => {
      waiting.delete(place);
      try {
        views.push(new ChartView(place, chart, columns));
      } catch (error) {
        // The picture that readers without scripts see is better than none.
        place.innerHTML = still;
        console.error(error);
      }
      stills.set(place, still);
    place.style.minHeight = "";
    });
  }

  const near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) waiting.get(entry.target)?.();
    },
    { rootMargin: "600px" },
  );
  for (const place of waiting.keys()) near.observe(place);
  addEventListener("beforeprint", () => {
    for (const [place, still] of stills) place.insertAdjacentHTML("afterend", `<div class="plumb-still">${still}</div>`);
    stills.clear();
  });
  prefersDark.addEventListener("change", () => views.forEach((view) => view.build()));
}

start();
