extension TracePage {
  /// Recolours the places for any cell; knows the states as bytes, see `TraceData`.
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

      const told = () => layer().told[unitBox.value];

      // −1 to 1 for every place: to 1/127 of the cells that the page names, to 1/7 of what the others remember.
      function shades(unit) {
        const own = told();
        const key = own ? `${layerBox.value} ${unit} ${quantityBox.value}` : layerBox.value;
        if (!decoded.has(key)) decoded.set(key, atob(own ? own[quantityBox.value] : layer().coarse));
        const bytes = decoded.get(key);
        return places.map((_, t) => {
          if (own) return (bytes.charCodeAt(t) - 127) / 127;
          const place = unit * trace.length + t;
          const byte = bytes.charCodeAt(place >> 1);
          return ((place & 1 ? byte & 15 : byte >> 4) - 7) / 7;
        });
      }

      const number = shade => {
        const value = quantity().isGate ? (shade + 1) / 2 : shade;
        return value.toFixed(told() ? 2 : 1).replace("-", "−");
      };

      function fillQuantities() {
        const before = quantityBox.selectedOptions[0]?.textContent;
        const known = told() ? layer().quantities : layer().quantities.slice(0, 1);
        const options = known.map((q, i) => new Option(q.name, i, false, q.name === before));
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
        fillQuantities();
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

      layerBox.addEventListener("change", paint);
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
        unitBox.value = link.dataset.unit;
        fillQuantities();
        quantityBox.selectedIndex = 0;
        paint();
      }));
      at("text").addEventListener("mouseover", event => {
        const t = places.indexOf(event.target.closest("#text > span"));
        if (t < 0) return;
        const given = trace.predictions?.[t];
        const name = places[t].title || `character ${t + 1} “${places[t].textContent.trim() || "space"}”`;
        status.textContent = `${name}: `
          + `${quantity().name} ${number(shown[t])}` + (given == null ? "" : `, predicted with p = ${given}`);
      });
      at("text").addEventListener("mouseleave", describe);

      at("controls").hidden = false;
      paint();
    })();
    """#
}
