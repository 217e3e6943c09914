// What can be said of a picture before it is sent: too dark, too bright, blurred, cut off.
// Hints only: whoever knows better sends it all the same.
const SIDE = 320;
const DARK = 55;
const BRIGHT = 225;
const BLURRED = 18;
// Share of a frame's edge that strong lines may touch before something seems to go on outside it.
const TOUCHED = 0.22;
const LINE = 60;

export function judge(source, width, height, { whole = false } = {}) {
  const scale = SIDE / Math.max(width, height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const grey = greys(context.getImageData(0, 0, canvas.width, canvas.height).data);
  const light = mean(grey);
  const found = [];
  if (light < DARK) found.push("dark");
  if (light > BRIGHT) found.push("bright");
  if (!found.length && sharpness(grey, canvas.width, canvas.height) < BLURRED) found.push("blurred");
  if (whole && touched(grey, canvas.width, canvas.height) > TOUCHED) found.push("cut");
  return found;
}

function greys(pixels) {
  const grey = new Float32Array(pixels.length / 4);
  for (let i = 0; i < grey.length; i += 1) {
    grey[i] = 0.299 * pixels[4 * i] + 0.587 * pixels[4 * i + 1] + 0.114 * pixels[4 * i + 2];
  }
  return grey;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

// Variance of the Laplacian: what is out of focus has no fine lines.
function sharpness(grey, width, height) {
  const edges = [];
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      edges.push(4 * grey[i] - grey[i - 1] - grey[i + 1] - grey[i - width] - grey[i + width]);
    }
  }
  const middle = mean(edges);
  return mean(edges.map((edge) => (edge - middle) ** 2));
}

// The share of the picture's rim where something with strong lines (print, a portrait) ends at it.
function touched(grey, width, height) {
  let strong = 0;
  let all = 0;
  const look = (inside, beside) => {
    all += 1;
    if (Math.abs(grey[inside] - grey[beside]) > LINE) strong += 1;
  };
  for (let x = 1; x < width; x += 1) {
    look(x, x - 1);
    look((height - 1) * width + x, (height - 1) * width + x - 1);
  }
  for (let y = 1; y < height; y += 1) {
    look(y * width, (y - 1) * width);
    look(y * width + width - 1, (y - 1) * width + width - 1);
  }
  return strong / all;
}
