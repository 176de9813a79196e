// Charts of the tables on a page; the tables stay, with the same figures. Without ECharts nothing is drawn.
(() => {
  "use strict";
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const number = (cell) => Number(cell.textContent.replace(/[^0-9.-]/g, "")) || 0;

  function read(table) {
    const heads = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent.trim());
    const rows = [...table.tBodies[0].rows].map((row) => ({
      name: row.cells[0].textContent.trim(),
      colour: [...(row.cells[0].querySelector(".code")?.classList ?? [])].find((one) => /^c[0-8]$/.test(one)),
      values: [...row.cells].slice(1).map((cell) => number(cell.querySelector("meter") ?? cell)),
    }));
    return { heads, rows };
  }

  function base() {
    const text = { color: colour("--soft"), fontFamily: colour("--sans") };
    return {
      animation: false,
      textStyle: text,
      aria: { enabled: false }, // the holder has its name, the table its figures
      grid: { left: 8, right: 16, top: 12, bottom: 44, containLabel: true },
      tooltip: { trigger: "axis", renderMode: "richText", confine: true },
      legend: { bottom: 0, type: "scroll", textStyle: text },
    };
  }

  const value = () => ({ type: "value", splitLine: { lineStyle: { color: colour("--line") } }, axisLabel: { color: colour("--soft") } });
  const names = (data) => ({ type: "category", data, axisTick: { show: false }, axisLabel: { color: colour("--soft") } });

  const makers = {
    matrix({ heads, rows }) {
      const levels = heads.slice(0, -1); // the last column is the total
      const series = rows.map((row) => ({
        name: row.name, type: "bar", stack: "all", data: row.values.slice(0, -1),
        itemStyle: { color: colour(`--${row.colour ?? "c0"}`) },
      }));
      return { ...base(), xAxis: value(), yAxis: { ...names(levels), inverse: true }, series };
    },
    years({ heads, rows }) {
      const data = rows.map((row) => row.values[0]);
      return { ...base(), legend: undefined, xAxis: names(rows.map((row) => row.name)), yAxis: value(),
        series: [{ name: heads[0], type: "bar", data, itemStyle: { color: colour("--link") } }] };
    },
  };

  function start() {
    if (!window.echarts) return;
    for (const holder of document.querySelectorAll("[data-chart]")) {
      const table = document.getElementById(holder.dataset.chart);
      if (!table || !makers[holder.dataset.chart]) continue;
      const chart = window.echarts.init(holder);
      chart.setOption(makers[holder.dataset.chart](read(table)));
      addEventListener("resize", () => chart.resize());
    }
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
