// What can be said of a picture before it is sent: too dark, too bright, blurred, cut off.
// Hints only: whoever knows better sends it all the same.
import { classes, isCut } from "./cut.js";

const SIDE = 320;
// Letters show only in more detail than light and shapes need.
const SIDE_OF_LETTERS = 640;
const DARK = 55;
const BRIGHT = 225;
// Variance of the Laplacian by the square of the contrast, below which lines have melted.
const MELTED_LETTERS = 0.003;
const MELTED_FACE = 0.0025;

// What is found, or null where nothing can be told: a browser that is short of memory gives no canvas.
// `whole`: a document, of which all is to be seen and its letters are to be read.
export function judge(source, width, height, { whole = false } = {}) {
  try {
    return found(source, width, height, whole);
  } catch {
    // A picture that can not be looked at here is sent all the same.
    return null;
  }
}

function found(source, width, height, whole) {
  const small = greys(source, width, height, SIDE);
  const split = classes(small.values);
  const hints = [];
  if (split.mean < DARK) hints.push("dark");
  if (split.mean > BRIGHT && !whole) hints.push("bright");
  const fine = whole ? greys(source, width, height, SIDE_OF_LETTERS) : small;
  const melted = whole ? MELTED_LETTERS : MELTED_FACE;
  if (!hints.length && sharpness(fine) < melted * split.contrast ** 2) hints.push("blurred");
  if (whole && isCut(small, split)) hints.push("cut");
  return hints;
}

function greys(source, width, height, side) {
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
  const values = new Uint8Array(pixels.length / 4);
  for (let i = 0; i < values.length; i += 1) {
    values[i] = 0.299 * pixels[4 * i] + 0.587 * pixels[4 * i + 1] + 0.114 * pixels[4 * i + 2];
  }
  return { values, width: canvas.width, height: canvas.height };
}

// What is out of focus has no fine lines.
function sharpness({ values, width, height }) {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      const edge =
        4 * values[i] - values[i - 1] - values[i + 1] - values[i - width] - values[i + width];
      sum += edge;
      squares += edge * edge;
      count += 1;
    }
  }
  return count ? squares / count - (sum / count) ** 2 : 0;
}
