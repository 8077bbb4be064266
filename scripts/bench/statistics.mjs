/** The value in the middle; of an even number of them, between the two. */
export function median(values) {
  return quantile(values, 0.5);
}

/** A quantile of some values, between two of them by their distance. */
export function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

/** The straight line of least squares through points `[x, y]`, and how much of the variation it explains. */
export function line(points) {
  const mean = index => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const sum = product => points.reduce((total, point) => total + product(point[0] - x, point[1] - y), 0);
  const slope = sum((dx, dy) => dx * dy) / sum(dx => dx * dx);
  const explained = sum((dx, dy) => dx * dy) ** 2 / (sum(dx => dx * dx) * sum((_, dy) => dy * dy));
  return { slope, intercept: y - slope * x, explained };
}
