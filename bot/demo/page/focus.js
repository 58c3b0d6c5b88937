// Where the keyboard is: kept inside windows, and moved by arrows in groups of buttons.

const STOPS = "a[href], button, input, textarea, select, [tabindex='0']";

const stops = (box) => [...box.querySelectorAll(STOPS)].filter((one) => !one.disabled && one.tabIndex >= 0 && one.offsetParent !== null);

/** Tab goes round inside a window and never out of it. */
export function trap(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const all = stops(dialog);
    const [edge, other] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
    const inside = dialog.contains(document.activeElement);
    if (inside && document.activeElement !== edge && document.activeElement !== dialog) return;
    event.preventDefault();
    other?.focus();
  });
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One stop for Tab; arrows press the button beside. `chosen` tells the pressed one. */
export function arrows(group, buttons, chosen) {
  for (const button of buttons) button.tabIndex = chosen(button) ? 0 : -1;
  if (!buttons.some(chosen) && buttons[0]) buttons[0].tabIndex = 0;
  group.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const at = buttons.indexOf(event.target);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = buttons[(at + step + buttons.length) % buttons.length];
    next.focus();
    next.click();
  });
}
