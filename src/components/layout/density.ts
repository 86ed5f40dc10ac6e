export type Density = "comfortable" | "compact";

/** Applies a density at once; the server writes the member's own as `data-density` on `html`. */
export function applyDensity(density: Density): void {
  document.documentElement.dataset.density = density;
}
