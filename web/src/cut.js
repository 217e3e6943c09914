// Whether a document goes on beyond the edge of its picture. A sheet or a card is one patch of one
// brightness, the table around it is of another: that patch must not reach the edge.

// Less than this between the two brightnesses, and there is nothing to tell apart.
const LEAST_CONTRAST = 40;
// Share of a side that the patch may touch: a finger, a shadow.
const TOUCHED = 0.2;
// A scan fills its picture, and has no print at its edge.
const FILLED = 0.97;
const PRINT = 0.03;
const EDGE = 4;

// The two brightnesses of a picture (Otsu): where they part, how far apart they are, and the mean.
export function classes(values) {
  const counts = new Uint32Array(256);
  let total = 0;
  for (const value of values) {
    counts[value] += 1;
    total += value;
  }
  let [below, weight, best] = [0, 0, -1];
  const split = { limit: 127, contrast: 0, mean: total / values.length };
  for (let limit = 0; limit < 255; limit += 1) {
    below += counts[limit];
    weight += limit * counts[limit];
    const above = values.length - below;
    if (!below || !above) continue;
    const contrast = (total - weight) / above - weight / below;
    const between = below * above * contrast * contrast;
    if (between > best) {
      best = between;
      Object.assign(split, { limit, contrast });
    }
  }
  return split;
}

export function isCut(picture, split) {
  if (split.contrast < LEAST_CONTRAST) return false;
  const { patch, isPaper } = patchOf(picture, split.limit);
  const edges = sides(picture);
  const touched = edges.map((side) => share(side, (i) => patch[i], 1));
  if (Math.max(...touched) < TOUCHED) return false;
  const printed = edges.map((side) => share(side, (i) => !isPaper(i), EDGE));
  return Math.min(...touched) < FILLED || Math.max(...printed) > PRINT;
}

// What hangs together with the middle of the picture and is as bright as most of it.
function patchOf({ values, width, height }, limit) {
  const patch = new Uint8Array(values.length);
  const middle = [];
  for (let y = height >> 2; y < height - (height >> 2); y += 1) {
    for (let x = width >> 2; x < width - (width >> 2); x += 1) middle.push(y * width + x);
  }
  const light = middle.filter((i) => values[i] > limit).length * 2 >= middle.length;
  const isPaper = (i) => values[i] > limit === light;
  const next = middle.filter(isPaper);
  for (const i of next) patch[i] = 1;
  while (next.length) {
    const i = next.pop();
    const x = i % width;
    for (const j of [x ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width]) {
      if (j < 0 || j >= values.length || patch[j] || !isPaper(j)) continue;
      patch[j] = 1;
      next.push(j);
    }
  }
  return { patch, isPaper };
}

// Each side as its length and where its pixel is, so deep inside.
function sides({ width, height }) {
  return [
    [width, (along, deep) => deep * width + along],
    [width, (along, deep) => (height - 1 - deep) * width + along],
    [height, (along, deep) => along * width + deep],
    [height, (along, deep) => along * width + width - 1 - deep],
  ];
}

// The share of a side at which it is so for any pixel down to that depth.
function share([length, at], isSo, depth) {
  let found = 0;
  for (let along = 0; along < length; along += 1) {
    for (let deep = 0; deep < depth; deep += 1) {
      if (isSo(at(along, deep))) {
        found += 1;
        break;
      }
    }
  }
  return found / length;
}
