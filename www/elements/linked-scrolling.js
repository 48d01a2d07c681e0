// Plots over the same tokens scroll together, so that linked cells stay in sight.

export class LinkedScrolling {
  #root;
  /** @type {WeakMap<Element, { left: number, top: number }>} plots that follow another one, and where they were put */
  #followed = new WeakMap();

  /** @param {ParentNode} root what the plots are looked for in */
  constructor(root) {
    this.#root = root;
  }

  /**
   * Puts the plots of the same axis where this one is; maps share both directions, others only the horizontal one.
   *
   * @param {HTMLElement} scrolled
   */
  follow(scrolled) {
    const { scrollLeft: left, scrollTop: top } = scrolled;
    const followed = this.#followed.get(scrolled);
    this.#followed.delete(scrolled);
    // It tells of its following a frame later, when the one that it followed may have gone on.
    if (followed && followed.left === left && followed.top === top) return;
    for (const plot of this.#root.querySelectorAll(`.plot[data-axis="${scrolled.dataset.axis}"]`)) {
      const isMap = [plot, scrolled].every((each) => each.classList.contains('map-plot'));
      if (plot.scrollLeft === left && (!isMap || plot.scrollTop === top)) continue;
      plot.scrollLeft = left;
      if (isMap) plot.scrollTop = top;
      this.#followed.set(plot, { left: plot.scrollLeft, top: plot.scrollTop });
    }
  }
}
