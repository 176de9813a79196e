// Keys, boxes over pages, dropped files. Every page works without it.
(() => {
  "use strict";
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const items = () => all("[data-item]");

  function move(by) {
    const rows = items();
    if (!rows.length) return;
    const now = rows.findIndex((row) => row.classList.contains("here"));
    const next = Math.min(rows.length - 1, Math.max(0, now < 0 ? (by > 0 ? 0 : rows.length - 1) : now + by));
    rows.forEach((row, place) => row.classList.toggle("here", place === next));
    rows[next].scrollIntoView({ block: "nearest" });
    rows[next].querySelector("a")?.focus({ preventScroll: true });
  }

  function choose(number) {
    const form = document.querySelector("form[data-coding]");
    if (!form) return;
    const radios = all("input[name=primary]", form);
    const wanted = number === 0 ? radios.find((one) => one.value === "none") : radios[number - 1];
    if (wanted) { wanted.checked = true; wanted.focus(); }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const at = event.target;
    if (at.matches("textarea, select, input:not([type=radio]):not([type=checkbox])")) {
      if (event.key === "Escape") at.blur();
      return;
    }
    const acts = {
      "/": () => (document.querySelector("input[type=search]") ?? { focus: () => location.assign("/search") }).focus(),
      j: () => move(1),
      k: () => move(-1),
      a: () => document.querySelector("[data-accept]")?.click(),
      s: () => document.querySelector("[data-skip]")?.click(),
      u: () => document.querySelector("[data-undo]")?.click(),
      "?": () => document.getElementById("keys").showModal(),
    };
    const act = acts[event.key] ?? (/^[0-9]$/.test(event.key) ? () => choose(Number(event.key)) : null);
    if (act) { event.preventDefault(); act(); }
  });

  async function drawBoxes(sheet) {
    const { document: id, page, start, end } = sheet.dataset;
    const answer = await fetch(`/api/v1/documents/${encodeURIComponent(id)}/boxes?start=${start}&end=${end}`);
    if (!answer.ok) return;
    for (const box of await answer.json()) {
      if (String(box.page) !== page) continue;
      const mark = document.createElement("span");
      mark.className = "box";
      const image = sheet.querySelector("img");
      const share = (value) => `${value * 100}%`;
      mark.style.left = share(box.left);
      mark.style.width = share(box.right - box.left);
      const place = () => {
        mark.style.top = `${box.top * image.clientHeight}px`;
        mark.style.height = `${(box.bottom - box.top) * image.clientHeight}px`;
      };
      image.addEventListener("load", place);
      addEventListener("resize", place);
      place();
      sheet.append(mark);
    }
  }

  function start() {
    all("[data-sheet]").forEach(drawBoxes);
    for (const form of all("[data-drop]")) {
      const input = form.querySelector("input[type=file]");
      form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
      form.addEventListener("dragleave", () => form.classList.remove("over"));
      form.addEventListener("drop", (event) => { event.preventDefault(); form.classList.remove("over"); input.files = event.dataTransfer.files; });
    }
    if (matchMedia("(max-width: 46rem)").matches) all("details.narrow, .outline details").forEach((one) => { one.open = false; });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
