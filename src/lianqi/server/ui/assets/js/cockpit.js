// The charts of the cockpit. Each draws the table that stands below it, and a click follows that table's link: what is
// drawn cannot differ from what is written. Canvas, and tooltips drawn too: inline styles are refused by our policy.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function read(table) {
  const head = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows].map((row) => ({
    name: row.cells[0].textContent.trim(),
    cells: [...row.cells].slice(1).map((cell) => ({ value: Number(cell.textContent), link: cell.querySelector("a") })),
  }));
  return { names: head.slice(1), rows };
}

function option(place, { names, rows }) {
  const flat = "flat" in place.dataset;
  const lines = Number(place.dataset.lines ?? -1);
  const text = { color: colour("--ink-2"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 };
  const colours = [colour("--primary"), colour("--green-dot"), colour("--amber-dot")];
  const across = { type: "category", data: rows.map((row) => row.name), axisTick: { show: false }, inverse: flat,
    axisLine: { lineStyle: { color: colour("--line-2") } }, axisLabel: { ...text, hideOverlap: !flat, ...(flat && { width: 130, overflow: "truncate" }) } };
  const up = { type: "value", minInterval: 1, axisLabel: { ...text, hideOverlap: true }, splitLine: { lineStyle: { color: colour("--line") } } };
  return {
    animation: false,
    textStyle: text,
    color: colours,
    grid: { left: 4, right: flat ? 40 : 12, top: names.length > 1 ? 40 : 12, bottom: 4, containLabel: true },
    legend: names.length > 1 ? { top: 0, left: 0, itemHeight: 10, itemWidth: 18, icon: "roundRect", textStyle: text } : undefined,
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow", shadowStyle: { opacity: 0.15 } },
      backgroundColor: colour("--surface"), borderColor: colour("--line-2"), textStyle: { ...text, color: colour("--ink") } },
    xAxis: flat ? up : across,
    yAxis: flat ? across : up,
    series: names.map((name, at) => ({
      name,
      type: at === lines ? "line" : "bar",
      data: rows.map((row) => row.cells[at].value),
      barMaxWidth: 26,
      symbolSize: 7,
      lineStyle: { width: 2.5 },
      itemStyle: { borderRadius: flat ? [0, 4, 4, 0] : [4, 4, 0, 0] },
      cursor: rows.some((row) => row.cells[at].link) ? "pointer" : "default",
      label: flat ? { show: true, position: "right", ...text, color: colour("--ink") } : undefined,
    })),
  };
}

function draw(place) {
  const found = read(document.getElementById(place.dataset.chart));
  if ("flat" in place.dataset && !("tall" in place.dataset)) place.classList.add(`of-${Math.min(12, Math.max(3, found.rows.length))}`);
  const chart = echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(option(place, found));
  chart.on("click", ({ dataIndex, seriesIndex }) => found.rows[dataIndex].cells[seriesIndex].link?.click());
  window.addEventListener("resize", () => chart.resize());
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.setOption(option(place, found)));
}

for (const place of document.querySelectorAll("[data-chart]")) draw(place);
