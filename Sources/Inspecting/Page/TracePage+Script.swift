extension TracePage {
  /// Recolours the text for any cell; knows the states as bytes, see `TraceData`.
  static let script = #"""
    (() => {
      "use strict";
      const steps = 12;
      const trace = JSON.parse(document.getElementById("trace").textContent);
      if (!trace.layers.length || !trace.length) return;
      const at = id => document.getElementById(id);
      const [layerBox, unitBox, quantityBox, status] = ["layer", "unit", "quantity", "status"].map(at);
      const places = Array.from(at("text").children);
      const links = Array.from(document.querySelectorAll("a[data-unit]"));
      const decoded = new Map();
      let shown = [];

      const layer = () => trace.layers[layerBox.value];
      const quantity = () => layer().quantities[quantityBox.value];
      const nameOfLink = link => `layer ${link.dataset.layer}${link.dataset.reversed === "true" ? " backward" : ""}`;

      // −1 to 1 for every character.
      function shades(unit) {
        const key = `${layerBox.value} ${quantityBox.value}`;
        if (!decoded.has(key)) decoded.set(key, atob(quantity().shades));
        const bytes = decoded.get(key);
        return places.map((_, t) => (bytes.charCodeAt(unit * trace.length + t) - 127) / 127);
      }

      const number = shade => {
        const value = quantity().isGate ? (shade + 1) / 2 : shade;
        return value.toFixed(2).replace("-", "−");
      };

      function fillQuantities() {
        const before = quantityBox.selectedOptions[0]?.textContent;
        const options = layer().quantities.map((q, i) => new Option(q.name, i, false, q.name === before));
        quantityBox.replaceChildren(...options);
        if (quantityBox.selectedIndex < 0) quantityBox.selectedIndex = 0;
        unitBox.max = layer().units - 1;
      }

      function describe() {
        const own = links.filter(isCurrent).map(link => link.querySelector(".feature").textContent);
        status.textContent = `${layer().name}, unit ${unitBox.value}, ${quantity().name}`
          + (own.length ? ` · ${own.join(", ")}` : "");
      }

      const isCurrent = link => nameOfLink(link) === layer().name && link.dataset.unit === unitBox.value;

      function paint() {
        const unit = Math.min(layer().units - 1, Math.max(0, Math.trunc(Number(unitBox.value)) || 0));
        unitBox.value = unit;
        shown = shades(unit);
        places.forEach((place, t) => {
          const step = Math.round(Math.abs(shown[t]) * steps);
          place.className = step ? (shown[t] < 0 ? "l" : "h") + step : "";
        });
        const ends = document.querySelectorAll(".ends span");
        (quantity().isGate ? ["0", "0.5", "1"] : ["−1", "0", "+1"]).forEach((text, i) => ends[i].textContent = text);
        for (const link of links) {
          if (isCurrent(link)) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
        describe();
      }

      function step(by) {
        unitBox.value = (Number(unitBox.value) + by + layer().units) % layer().units;
        paint();
      }

      layerBox.addEventListener("change", () => { fillQuantities(); paint(); });
      quantityBox.addEventListener("change", paint);
      unitBox.addEventListener("change", paint);
      at("previous").addEventListener("click", () => step(-1));
      at("next").addEventListener("click", () => step(1));
      document.addEventListener("keydown", event => {
        const isTyping = event.target.closest("select, input") || event.altKey || event.ctrlKey || event.metaKey;
        if (isTyping || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
        event.preventDefault();
        step(event.key === "ArrowLeft" ? -1 : 1);
      });
      links.forEach(link => link.addEventListener("click", event => {
        event.preventDefault();
        layerBox.value = trace.layers.findIndex(layer => layer.name === nameOfLink(link));
        fillQuantities();
        quantityBox.selectedIndex = 0;
        unitBox.value = link.dataset.unit;
        paint();
      }));
      at("text").addEventListener("mouseover", event => {
        const t = places.indexOf(event.target.closest("#text > span"));
        if (t < 0) return;
        const given = trace.predictions?.[t];
        status.textContent = `character ${t + 1} “${places[t].textContent.trim() || "space"}”: `
          + `${quantity().name} ${number(shown[t])}` + (given == null ? "" : `, predicted with p = ${given}`);
      });
      at("text").addEventListener("mouseleave", describe);

      at("controls").hidden = false;
      fillQuantities();
      paint();
    })();
    """#
}
