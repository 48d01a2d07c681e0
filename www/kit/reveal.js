// Has a box show a part of what it holds.

/**
 * Scrolls a box sideways no further than it must.
 *
 * @param {Element} box
 * @param {number} left where the part begins in what the box holds, in CSS pixels
 * @param {number} right where it ends
 */
export function reveal(box, left, right) {
  if (left < box.scrollLeft) box.scrollLeft = left;
  else if (right > box.scrollLeft + box.clientWidth) box.scrollLeft = right - box.clientWidth;
}
