"use client";

import { useQuery } from "@tanstack/react-query";
import { useListLocale } from "@/components/data-table/list-locale";
import { keyboardScroll } from "@/components/layout/keyboard-scroll";
import { QueryFailed } from "@/components/layout/query-failed";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { bytesText } from "@/lib/bytes-text";
import type { PreviewProps } from "./preview-props";

/** The most bytes of a text that a preview shows. */
const shownBytes = 200_000;

/** Reads the beginning of a file, and whether there is more. */
async function beginningOf(url: string, signal: AbortSignal): Promise<{ text: string; isWhole: boolean }> {
  const answer = await fetch(url, { headers: { range: `bytes=0-${shownBytes - 1}` }, signal });
  if (!answer.ok || !answer.body) throw new Error(`The file could not be read (${answer.status}).`);
  const reader = answer.body.getReader();
  const blocks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done && length < shownBytes; next = await reader.read()) {
    blocks.push(next.value);
    length += next.value.length;
  }
  // Storage without ranges would send all of it.
  await reader.cancel();
  const bytes = new Uint8Array(await new Blob(blocks).arrayBuffer()).subarray(0, shownBytes);
  return { text: new TextDecoder().decode(bytes), isWhole: length < shownBytes };
}

/** The beginning of a text file, as plain text. */
export function PreviewText({ file, url }: PreviewProps) {
  const { locale } = useListLocale();
  const query = useQuery({
    queryKey: ["file text", url],
    queryFn: ({ signal }) => beginningOf(url, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (query.error) return <QueryFailed title={`${file.name} could not be read`} query={query} />;
  if (!query.data)
    return (
      <SkeletonRegion label={`${file.name} is loading`} className="w-full p-6">
        {[60, 82, 74, 40, 66].map((width) => (
          <span key={width} style={{ width: `${width}%` }} className="mb-4 block h-2 rounded-sm bg-surface-press" />
        ))}
        <Skeleton className="w-24" />
      </SkeletonRegion>
    );
  const { text, isWhole } = query.data;
  return (
    <div className="size-full overflow-auto bg-surface p-6 phone:p-4">
      <pre {...keyboardScroll} className="mono wrap-anywhere whitespace-pre-wrap">
        {text}
      </pre>
      {isWhole ? null : (
        <p className="mt-4 text-muted">{`These are the first ${bytesText(shownBytes, locale)}. Download the file to read all of it.`}</p>
      )}
    </div>
  );
}
