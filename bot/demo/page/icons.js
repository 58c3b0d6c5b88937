// Line icons on a 20 x 20 grid, drawn here so that the page needs no image from anywhere.

const PATHS = {
  hash: "M7.5 3 6 17M14 3l-1.5 14M3.5 7.5h14M2.5 12.5h14",
  home: "M3 9.5 10 3l7 6.5V17h-4.5v-4.5h-5V17H3z",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  archive: "M3 4h14v4H3zM4.5 8v8.5h11V8M8 11.5h4",
  chevron: "M5.5 8 10 12.5 14.5 8",
  close: "M5 5l10 10M15 5 5 15",
  back: "M11.5 4.5 6 10l5.5 5.5",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  reply: "M4 4h12v9.5H9L5.5 17v-3.5H4zM7 7.5h6M7 10h4",
  copy: "M7 7h9v9.5H7zM4 13V3.5h9",
  source: "M7 5.5 2.5 10 7 14.5M13 5.5l4.5 4.5-4.5 4.5",
  send: "M3.5 16.5 17 10 3.5 3.5 5.5 9l6 1-6 1z",
  bold: "M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3.2 3.2 0 0 1 0 6.4H6z",
  italic: "M9 4h6M5 16h6M12 4 8 16",
  strike: "M4 10h12M13.5 6.5C13 4.8 11.7 4 10 4 8 4 6.5 5 6.5 6.7c0 1 .6 1.8 1.8 2.3M6.5 13.2c.4 1.8 1.7 2.8 3.6 2.8 2 0 3.5-1 3.5-2.8 0-1-.5-1.7-1.3-2.2",
  slash: "M3 3h14v14H3zM12 6.5 8 13.5",
  at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zm0 0v1.2c0 2.6 4 2.6 4-1.2a7 7 0 1 0-3 5.7",
  bolt: "M11.5 2.5 4.5 11.5h5l-1 6 7-9h-5z",
  moon: "M16.5 12A7 7 0 0 1 8 3.5 7 7 0 1 0 16.5 12z",
  sun: "M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  calendar: "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5",
  clock: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 6v4.2l3 1.8",
  eye: "M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zm8-2.3a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6z",
  check: "M4 10.5 8 14.5 16 5.5",
  search: "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM13 13l4 4",
  file: "M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5",
  download: "M10 3v9.5M5.5 8.5 10 13l4.5-4.5M4 16.5h12",
  external: "M11 4h5v5M16 4l-7.5 7.5M8.5 5H4v11h11v-4.5",
  alert: "M10 3 18 17H2zM10 8v4M10 14.5h.01",
};

/** A decorative icon; the control around it carries the name. */
export function icon(name, size = 20) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.more);
  svg.append(path);
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", width: size, height: size })) {
    svg.setAttribute(key, value);
  }
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  return svg;
}
