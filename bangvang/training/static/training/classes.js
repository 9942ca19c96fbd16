/* The choice of units: narrow the list while typing, tick a whole group. The page works without it. */
"use strict";

(function () {
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().trim();

  document.querySelectorAll("[data-narrow]").forEach((input) => {
    const rows = [...document.querySelectorAll(input.dataset.narrow)];
    input.addEventListener("input", (event) => {
      event.stopPropagation();
      const words = fold(input.value).split(/\s+/).filter(Boolean);
      rows.forEach((row) => { row.hidden = !words.every((word) => row.dataset.unit.includes(word)); });
      document.querySelectorAll(".kind").forEach((kind) => {
        const some = [...kind.querySelectorAll("[data-unit]")].some((row) => !row.hidden);
        kind.hidden = !some;
        if (words.length && some) kind.open = true;
      });
    });
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  });

  document.querySelectorAll("[data-tick]").forEach((button) => {
    button.hidden = false;
    const boxes = [...button.closest(".kind").querySelectorAll("input[type=checkbox]:not(:disabled)")];
    button.addEventListener("click", () => {
      const shown = boxes.filter((box) => !box.closest("li").hidden);
      const all = shown.every((box) => box.checked);
      shown.forEach((box) => { box.checked = !all; });
      button.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
})();
