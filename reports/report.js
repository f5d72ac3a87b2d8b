"use strict";
/* The frame of examples is as high as what it shows. */
for (const frame of document.querySelectorAll("iframe.examples")) {
  const fit = () => {
    const shown = frame.contentDocument && frame.contentDocument.body;
    if (shown) frame.style.height = shown.getBoundingClientRect().height + 60 + "px";
  };
  const watch = () => {
    fit();
    new ResizeObserver(fit).observe(frame.contentDocument.body);
  };
  frame.addEventListener("load", watch);
}
