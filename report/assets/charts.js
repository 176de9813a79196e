// Draws the charts of the report from the data beside them: heat maps, stacked columns, bars.
// Every chart has the same figures as a table beneath it; without scripts the tables remain.
(function () {
  "use strict";
  var holder = document.getElementById("chart-data");
  if (!holder || !window.echarts) return;
  var data = JSON.parse(holder.textContent);
  var ink = "#1b2530", soft = "#5a6672", line = "#dde3e9";
  var family = getComputedStyle(document.body).fontFamily;
  var text = { color: soft, fontFamily: family, fontSize: 12 };
  var drawn = {};

  function percent(share) {
    return (100 * share).toFixed(1) + "%";
  }

  function escapeText(value) {
    var node = document.createElement("span");
    node.textContent = value;
    return node.innerHTML;
  }

  function base(chart) {
    return {
      animation: false,
      textStyle: { fontFamily: family, color: ink },
      aria: { enabled: true, label: { description: chart.title } },
      tooltip: { confine: true, textStyle: { fontFamily: family, color: ink, fontSize: 13 } },
    };
  }

  function axis(values, narrow) {
    return {
      type: "category",
      data: values,
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
      axisLabel: Object.assign({ hideOverlap: !narrow, interval: narrow ? 0 : "auto" }, text),
    };
  }

  function scale(format) {
    return {
      type: "value",
      splitLine: { lineStyle: { color: line } },
      axisLabel: Object.assign({ formatter: format, hideOverlap: true }, text),
    };
  }

  function heat(chart, width) {
    var option = base(chart), small = width < 560;
    option.grid = { left: 4, right: 4, top: 8, bottom: 4, containLabel: true };
    option.xAxis = Object.assign(axis(chart.columns, true), { position: "top", splitArea: { show: false } });
    Object.assign(option.xAxis.axisLabel, small && chart.columns.length > 4
      ? { rotate: 50 }
      : { width: 0.84 * width / chart.columns.length - 8, overflow: "break", lineHeight: 15 });
    option.yAxis = Object.assign(axis(chart.rows, true), { inverse: true });
    option.visualMap = {
      show: false, min: 0, max: chart.most || 1, dimension: 2,
      inRange: { color: ["#f4f7fa", "#c3d9ec", "#7fb0d6", "#3a7fb8", "#12507f", "#0a2f4e"] },
    };
    option.tooltip.formatter = function (point) {
      var value = point.value;
      return escapeText(chart.rows[value[1]]) + " · " + escapeText(chart.columns[value[0]]) + "<br><b>" + escapeText(value[4]) + "</b>";
    };
    option.series = [{
      type: "heatmap", data: chart.values,
      itemStyle: { borderColor: "#fff", borderWidth: 2, borderRadius: 2 },
      label: {
        show: true, fontFamily: family, fontSize: small ? 10 : 12,
        formatter: function (point) { return point.value[3]; },
      },
      emphasis: { itemStyle: { borderColor: ink, borderWidth: 1 } },
    }];
    option.series[0].data = chart.values.map(function (value) {
      return { value: value, label: { color: value[2] > 0.45 * (chart.most || 1) ? "#fff" : ink } };
    });
    return option;
  }

  function stack(chart, width) {
    var option = base(chart);
    option.legend = legend();
    option.grid = { left: 4, right: 8, top: 12, bottom: foot(chart, width), containLabel: true };
    option.xAxis = axis(chart.columns, false);
    option.yAxis = scale();
    option.tooltip.trigger = "axis";
    option.tooltip.axisPointer = { type: "shadow" };
    option.series = chart.series.map(function (series) {
      return {
        type: "bar", stack: "all", name: series.name, data: series.values, barMaxWidth: 34,
        itemStyle: { color: series.colour, borderColor: "#fff", borderWidth: 0.5 },
      };
    });
    return option;
  }

  function bars(chart) {
    var option = base(chart), upright = chart.kind === "columns";
    option.grid = { left: 4, right: upright ? 8 : 52, top: 8, bottom: 4, containLabel: true };
    var names = axis(chart.columns, !upright), values = scale(chart.percent ? percent : undefined);
    if (chart.percent) values.axisLabel.formatter = function (share) { return Math.round(100 * share) + "%"; };
    if (upright) { option.xAxis = names; option.yAxis = values; } else {
      names.inverse = true; values.show = false; option.yAxis = names; option.xAxis = values;
    }
    option.tooltip.formatter = function (point) {
      return escapeText(point.name) + "<br><b>" + escapeText(chart.shown[point.dataIndex]) + "</b>";
    };
    option.series = [{
      type: "bar", data: chart.values, barMaxWidth: 26, itemStyle: { color: chart.colour, borderRadius: 2 },
      label: {
        show: !upright, position: "right", color: ink, fontFamily: family,
        formatter: function (point) { return chart.percent ? percent(point.value) : point.value; },
      },
    }];
    return option;
  }

  function legend() {
    return { type: "plain", bottom: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: soft, fontFamily: family } };
  }

  // How far the legend reaches up: its names break into lines where the chart is narrow.
  function foot(chart, width) {
    var wide = chart.series.reduce(function (sum, series) {
      return sum + 36 + series.name.length * (/[^\x00-\xff]/.test(series.name) ? 13 : 7.5);
    }, 0);
    return 22 + 22 * Math.ceil(wide / width);
  }

  function curve(chart, width) {
    var option = base(chart);
    option.legend = legend();
    option.grid = { left: 4, right: 8, top: 16, bottom: foot(chart, width), containLabel: true };
    option.xAxis = Object.assign(axis(chart.columns, false), { boundaryGap: true });
    option.yAxis = scale();
    option.tooltip.trigger = "axis";
    option.series = chart.series.map(function (series, index) {
      return {
        type: "line", name: series.name, data: series.values, color: series.colour, symbolSize: 7,
        symbol: ["circle", "rect", "triangle", "diamond", "roundRect"][index % 5],
        lineStyle: { width: index === chart.series.length - 1 ? 3 : 1.5 },
      };
    });
    option.series.push({
      type: "bar", name: "", silent: true, barWidth: "60%", itemStyle: { color: "rgba(27, 37, 48, .08)" }, tooltip: { show: false },
      data: chart.columns.map(function (name) { return name === chart.chosen ? 1 : null; }),
    });
    option.legend.data = chart.series.map(function (series) { return series.name; });
    return option;
  }

  function map(chart, width) {
    var option = base(chart), bare = { type: "value", show: false, min: -1.12, max: 1.12 };
    option.legend = legend();
    option.grid = { left: 4, right: 4, top: 4, bottom: foot(chart, width) };
    option.xAxis = bare;
    option.yAxis = bare;
    option.tooltip.formatter = function (point) { return escapeText(point.value[4]); };
    option.series = chart.series.map(function (series) {
      return {
        type: "scatter", name: series.name, data: series.values,
        itemStyle: { color: series.colour, opacity: .55 },
        symbolSize: function (value) { return value[2] * (width < 560 ? .7 : 1); },
        label: {
          show: true, position: "right", distance: 2, color: ink, fontFamily: family, fontSize: 12,
          formatter: function (point) { return point.value[3]; },
        },
        labelLayout: { hideOverlap: true },
      };
    });
    return option;
  }

  var kinds = { heat: heat, stack: stack, curve: curve, map: map, bars: bars, columns: bars };

  function draw(place) {
    var name = place.dataset.chart, chart = data[name];
    if (!chart || drawn[name]) return;
    var width = place.clientWidth;
    var graph = window.echarts.init(place, null, { renderer: "svg" });
    graph.setOption(kinds[chart.kind](chart, width));
    drawn[name] = graph;
    fit(graph);
  }

  // A view box lets the style sheet scale the drawing to the paper.
  function fit(graph) {
    var drawing = graph.getDom().querySelector("svg");
    if (drawing) drawing.setAttribute("viewBox", "0 0 " + graph.getWidth() + " " + graph.getHeight());
  }

  var places = Array.prototype.slice.call(document.querySelectorAll("[data-chart]"));
  var waiting = places.slice();
  function drawNext() {
    if (!waiting.length) return;
    draw(waiting.shift());
    window.setTimeout(drawNext, 0);
  }
  drawNext();
  window.addEventListener("resize", function () {
    if (window.matchMedia("print").matches) return;
    Object.keys(drawn).forEach(function (name) { drawn[name].resize(); fit(drawn[name]); });
  });
  window.addEventListener("beforeprint", function () { places.forEach(draw); });
  var links = Array.prototype.slice.call(document.querySelectorAll(".contents a"));
  var sections = links.map(function (link) { return document.querySelector(link.hash); });
  function follow() {
    var at = 0;
    sections.forEach(function (section, index) { if (section && section.getBoundingClientRect().top < 160) at = index; });
    links.forEach(function (link, index) { if (index === at) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current"); });
  }
  window.addEventListener("scroll", follow, { passive: true });
  follow();
})();
