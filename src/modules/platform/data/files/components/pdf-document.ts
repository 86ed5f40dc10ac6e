import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy, type RenderTask } from "pdfjs-dist";

// Our own copy of the worker: no other origin is asked.
GlobalWorkerOptions.workerSrc = new URL("pdfjs-dist/build/pdf.worker.min.mjs", import.meta.url).toString();

/** Data that some documents need besides their own content, from our origin too. */
const data = {
  cMapUrl: "/api/pdf/cmaps/",
  standardFontDataUrl: "/api/pdf/standard_fonts/",
  wasmUrl: "/api/pdf/wasm/",
  iccUrl: "/api/pdf/iccs/",
};

/** The longest side of a drawn page, in pixels: larger canvases are empty in some browsers. */
const longestSide = 4_096;

export interface OpenPdf {
  pages: number;
  /** Width by height of the first page. */
  ratio: number;
  /** Draws a page as wide as its canvas is shown; returns its text, or null if it was stopped before. */
  draw(number: number, canvas: HTMLCanvasElement, signal: AbortSignal): Promise<string | null>;
  close(): void;
}

/** Opens a PDF. It is drawn on canvases only: nothing in it is run, and no form or link in it works. */
export async function openPdf(url: string, signal: AbortSignal): Promise<OpenPdf> {
  const opening = getDocument({ url, ...data, enableXfa: false });
  const close = () => void opening.destroy();
  signal.addEventListener("abort", close, { once: true });
  const pdf = await opening.promise;
  const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
  return {
    pages: pdf.numPages,
    ratio: width / height,
    draw: (number, canvas, stop) => drawPage(pdf, number, canvas, stop),
    close,
  };
}

async function drawPage(
  pdf: PDFDocumentProxy,
  number: number,
  canvas: HTMLCanvasElement,
  signal: AbortSignal,
): Promise<string | null> {
  const page = await pdf.getPage(number);
  if (signal.aborted) return null;
  const { width, height } = page.getViewport({ scale: 1 });
  const wanted = (canvas.clientWidth / width) * window.devicePixelRatio;
  const viewport = page.getViewport({ scale: Math.min(wanted, longestSide / Math.max(width, height)) });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  const task: RenderTask = page.render({ canvas, viewport });
  signal.addEventListener("abort", () => task.cancel(), { once: true });
  await task.promise;
  const { items } = await page.getTextContent();
  return items.map((item) => ("str" in item ? item.str : "")).join(" ");
}
