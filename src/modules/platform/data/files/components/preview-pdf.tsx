"use client";

import { useEffect, useRef, useState } from "react";
import { keyboardScroll } from "@/components/layout/keyboard-scroll";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRegion } from "@/components/ui/skeleton";
import { type OpenPdf, openPdf } from "./pdf-document";
import type { PreviewProps } from "./preview-props";

type Shown = { pdf: OpenPdf } | { reason: string } | null;

/** The sentence about a PDF that could not be opened. */
function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "PasswordException") return "It is protected by a password. Download it to open it in another program.";
  if (name === "InvalidPDFException") return "Its content is damaged. Download it to open it in another program.";
  return "Check your connection and try again.";
}

/** The pages of a PDF, one below the other. */
export function PreviewPdf({ file, url }: PreviewProps) {
  const [tries, setTries] = useState(0);
  const shown = useOpenPdf(url, tries);
  if (shown && "reason" in shown)
    return (
      <ErrorState title={`${file.name} could not be shown`} onRetry={() => setTries(tries + 1)}>
        {shown.reason}
      </ErrorState>
    );
  if (!shown)
    return (
      <SkeletonRegion label={`${file.name} is loading`} className="mx-auto w-full max-w-[920px] p-6 phone:p-2">
        <span className="block aspect-[1/1.4] rounded-sm bg-surface-press" />
      </SkeletonRegion>
    );
  const { pdf } = shown;
  const numbers = Array.from({ length: pdf.pages }, (_, place) => place + 1);
  return (
    <section
      {...keyboardScroll}
      aria-label={`Pages of ${file.name}`}
      className="min-h-0 flex-1 overflow-auto outline-none"
    >
      <ol className="mx-auto flex max-w-[920px] flex-col gap-4 p-6 phone:gap-2 phone:p-2">
        {numbers.map((number) => (
          <PdfPage key={number} pdf={pdf} number={number} />
        ))}
      </ol>
    </section>
  );
}

function useOpenPdf(url: string, tries: number): Shown {
  const [shown, setShown] = useState<Shown>(null);
  // The library, which reads the document in a worker of its own; another try opens it again.
  useEffect(() => {
    const stop = new AbortController();
    setShown(null);
    openPdf(url, stop.signal).then(
      (pdf) => (stop.signal.aborted ? pdf.close() : setShown({ pdf })),
      (error: unknown) => {
        if (!stop.signal.aborted) setShown({ reason: reasonOf(error) });
      },
    );
    return () => stop.abort(tries);
  }, [url, tries]);
  return shown;
}

/** One page, drawn while it is near the window: a long document would not fit into memory. */
function PdfPage({ pdf, number }: { pdf: OpenPdf; number: number }) {
  const place = useRef<HTMLLIElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isNear, setNear] = useState(false);
  const [text, setText] = useState("");
  // The browser's IntersectionObserver.
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const watcher = new IntersectionObserver((entries) => setNear(entries.at(-1)?.isIntersecting === true), {
      rootMargin: "800px",
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  // The library, which draws on the canvas.
  useEffect(() => {
    const element = canvas.current;
    if (!isNear || !element) return;
    const stop = new AbortController();
    void pdf.draw(number, element, stop.signal).then(
      (read) => setText(read ?? ""),
      () => undefined,
    );
    return () => {
      stop.abort();
      // Frees the memory of its pixels.
      element.width = 0;
    };
  }, [pdf, number, isNear]);
  return (
    <li ref={place} aria-label={`Page ${number} of ${pdf.pages}`} className="bg-surface-press shadow-1">
      <canvas ref={canvas} aria-hidden className="block w-full" style={{ aspectRatio: pdf.ratio }} />
      <p className="sr-only">{text}</p>
    </li>
  );
}
