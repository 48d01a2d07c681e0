// An SVG file as pixels.

/**
 * @param {string} svg with a width and a height
 * @param {number} scale pixels of the picture for one of the file
 * @returns {Promise<Blob>}
 */
export async function pngOf(svg, scale) {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth * scale, image.naturalHeight * scale];
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error(`a picture of ${canvas.width} × ${canvas.height} pixels is too large for this browser`);
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}
