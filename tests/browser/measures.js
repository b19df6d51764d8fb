// What axe does not measure. Takes the language the page should be in; returns the faults, in words.
(language) => {
  const faults = [];
  const name = (node) => {
    const text = (node.getAttribute("aria-label") || node.textContent || node.name || "").trim().replace(/\s+/g, " ");
    return `${node.tagName.toLowerCase()}${node.id ? "#" + node.id : ""} “${text.slice(0, 40)}”`;
  };
  const shown = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && node.getClientRects().length > 0 && !node.closest(".skip, .hidden-text");

  const root = document.scrollingElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((node) => shown(node)
      && node.getBoundingClientRect().right > root.clientWidth + 1 && !node.closest(".table-scroll"));
    faults.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth} px: ${wide.slice(0, 3).map(name).join(", ")}`);
  }
  if (document.documentElement.lang !== language) faults.push(`lang is ${document.documentElement.lang}`);
  const h1 = document.querySelectorAll("h1").length;
  if (h1 !== 1) faults.push(`${h1} h1`);
  if (!document.title.trim()) faults.push("no title");
  const main = [...document.querySelectorAll(".button:not(.quiet):not(.warn)")].filter(shown);
  if (main.length > 1) faults.push(`${main.length} primary buttons: ${main.map(name).join(", ")}`);
  for (const image of document.images) {
    if (shown(image) && image.complete && image.naturalWidth === 0) faults.push(`picture does not show: ${image.src}`);
  }

  // Targets: at least 24 by 24 (WCAG 2.2), and 44 high for buttons, fields and the links of a navigation.
  const inText = (node) => node.tagName === "A" && getComputedStyle(node).display === "inline"
    && [...node.closest("p, li, dd, td, th, h1, h2, h3, span, div").childNodes].some((each) => each !== node
      && each.nodeType === Node.TEXT_NODE && each.textContent.trim());
  const target = (node) => {
    let { left, top, right, bottom } = node.getBoundingClientRect();
    for (const label of node.labels || []) {
      const box = label.getBoundingClientRect();
      if (node.type !== "checkbox" && node.type !== "radio") continue;
      left = Math.min(left, box.left); top = Math.min(top, box.top);
      right = Math.max(right, box.right); bottom = Math.max(bottom, box.bottom);
    }
    return [right - left, bottom - top];
  };
  const controls = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")];
  for (const node of controls.filter(shown)) {
    const [width, height] = target(node);
    if (inText(node)) continue;
    if (width < 23.9 || height < 23.9) faults.push(`target ${Math.round(width)} × ${Math.round(height)}: ${name(node)}`);
    else if (height < 43.5 && node.matches("nav:not(.crumbs) a, .button, button, select, textarea, input:not([type=checkbox]):not([type=radio])")) {
      faults.push(`only ${Math.round(height)} high: ${name(node)}`);
    }
  }

  // Focus can be seen on everything that takes it.
  const look = (node) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor } = getComputedStyle(node);
    return [outlineStyle === "none" ? "0px" : outlineWidth, boxShadow, borderColor, backgroundColor].join();
  };
  const before = document.activeElement;
  for (const node of controls.filter((each) => shown(each) && !each.disabled)) {
    node.blur();
    const plain = look(node);
    node.focus({ preventScroll: true, focusVisible: true });
    if (document.activeElement === node && look(node) === plain) faults.push(`focus cannot be seen: ${name(node)}`);
  }
  before?.focus({ preventScroll: true });
  scrollTo(0, 0);
  return faults;
}
