"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useApi } from "@/trpc/react";
import { useRemoveFile, useUpdateFile } from "../client";
import type { ImportFile } from "../schema";
import type { FileAnalysis } from "./decisions";
import { ObjectSelect } from "./object-select";
import { useCounts } from "./use-counts";

/** The place to which the foot leads when something blocks the file. */
export const blockersId = "import-blockers";

/** The reasons why a file cannot be imported yet, with the acts that remove them. */
export function FileBlockers({
  importId,
  file,
  analysis,
}: {
  importId: string;
  file: ImportFile;
  analysis: FileAnalysis;
}) {
  const { words } = useImpossible(analysis);
  if (analysis.blockers.length + words.length === 0) return null;
  return (
    <section id={blockersId} tabIndex={-1} aria-label={`Decisions for ${file.title}`} className="scroll-mt-2">
      {analysis.blockers.map((blocker, place) => (
        <div
          key={blocker}
          className="flex flex-wrap items-center gap-x-2.5 gap-y-2 bg-warning-subtle px-edge py-2.5 hairline-b hairline-soft"
        >
          <CircleAlert aria-hidden className="size-4 shrink-0 text-warning" />
          <span className="min-w-0 flex-1 basis-52">{blocker}</span>
          {place === 0 && (analysis.needsObject || analysis.impossible.some(({ all }) => all)) ? (
            <ObjectActs importId={importId} file={file} other={analysis.otherObject} confirms={analysis.needsObject} />
          ) : null}
        </div>
      ))}
      {words.map((one) => (
        <p key={one} className="flex items-center gap-2.5 px-edge py-2.5 hairline-b hairline-soft">
          <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />
          <span>{one}</span>
        </p>
      ))}
    </section>
  );
}

/** The rows of a file that stay out whatever is decided: "40 rows stay out. Give a first name, …". */
function useImpossible({ impossible }: FileAnalysis) {
  const { counted } = useCounts();
  const some = impossible.filter(({ all }) => !all);
  const stays = { one: "row stays out", many: "rows stay out" };
  return { words: some.map(({ rows, reason }) => `${counted(rows, stays)}. ${reason}`) };
}

interface Acts {
  importId: string;
  file: ImportFile;
  /** Another object that would fit. */
  other: string | null;
  /** Its own object can be confirmed. */
  confirms: boolean;
}

/** Confirms the object of a file, chooses another one, or leaves the file out. */
function ObjectActs({ importId, file, other, confirms }: Acts) {
  const api = useApi();
  const { data: objects = [] } = useQuery(
    api.imports.objects.queryOptions({}, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const update = useUpdateFile(importId);
  const remove = useRemoveFile(importId);
  const { entity } = file;
  const labelOf = (of: string | null) => objects.find((object) => object.entity === of)?.label;
  const label = confirms ? labelOf(entity) : undefined;
  const otherLabel = labelOf(other);
  const leaveOut = (
    <Button
      variant={entity === null ? "primary" : "ghost"}
      size="sm"
      busy={remove.isPending}
      onClick={() => remove.mutate({ id: importId, fileId: file.id })}
    >
      Leave file out
    </Button>
  );
  return (
    <span className="flex flex-wrap items-center gap-2">
      {entity === null ? leaveOut : null}
      {other !== null && otherLabel ? (
        <Button
          variant="primary"
          size="sm"
          busy={update.isPending}
          onClick={() => update.mutate({ id: importId, fileId: file.id, entity: other })}
        >
          {`Import as ${otherLabel}`}
        </Button>
      ) : null}
      {entity !== null && label ? (
        <Button
          variant="primary"
          size="sm"
          busy={update.isPending}
          onClick={() => update.mutate({ id: importId, fileId: file.id, entity })}
        >
          {`Yes, ${label}`}
        </Button>
      ) : null}
      <span className="w-44">
        <ObjectSelect
          fileName={file.title}
          entity={entity}
          onChange={(chosen) => update.mutate({ id: importId, fileId: file.id, entity: chosen })}
        />
      </span>
      {entity === null ? null : leaveOut}
    </span>
  );
}
