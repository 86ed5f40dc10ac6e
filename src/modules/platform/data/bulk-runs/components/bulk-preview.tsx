"use client";

import { ArrowRight } from "lucide-react";
import { useState } from "react";
import type { FieldContext } from "@/components/fields/kind";
import { partsOf } from "@/components/fields/kinds";
import { Button } from "@/components/ui/button";
import type { Field, FieldKind, FieldOf } from "@/lib/fields/field";
import type { BulkPreview } from "../schema";

interface PreviewProps {
  preview: BulkPreview;
  /** The field that changes; undefined for acts on whole records. */
  field: Field | undefined;
  at: FieldContext;
  one: string;
}

/** The first records before and after the change, and those that do not change, with the reasons. */
export function BulkPreviewTable({ preview, field, at, one }: PreviewProps) {
  const { samples, skipped, changed } = preview;
  const [isLong, setLong] = useState(false);
  const shown = isLong ? samples : samples.slice(0, 3);
  const count = (value: number) => value.toLocaleString(at.locale);
  const notChanged = skipped.reduce((sum, { records }) => sum + records, 0);
  return (
    <div className="flex flex-col gap-4">
      {field && samples.length > 0 ? (
        <section aria-label="Preview">
          <div className="flex h-9 items-center gap-2">
            <h3 className="font-semibold">Preview</h3>
            <span className="text-faint">{`${count(shown.length)} of ${count(changed)}`}</span>
            {samples.length > 3 && !isLong ? (
              <Button variant="ghost" size="sm" className="ml-auto" onClick={() => setLong(true)}>
                Show more
              </Button>
            ) : null}
          </div>
          <table aria-label="Preview" className="w-full table-fixed text-left">
            <thead>
              <tr className="h-7 text-muted text-sm">
                <th scope="col" className="w-[45%] font-normal">
                  {one.charAt(0).toUpperCase() + one.slice(1)}
                </th>
                <th scope="col" className="font-normal">
                  Now
                </th>
                <th scope="col" className="font-normal">
                  After
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ id, name, before, after }) => (
                <tr key={id} className="h-8 hairline-t hairline-soft">
                  <td className="truncate pr-2">{name ?? one}</td>
                  <td className="truncate pr-2 text-muted">{valueText(field, before, at)}</td>
                  <td className="truncate font-medium">
                    <span className="flex min-w-0 items-center gap-2">
                      <ArrowRight aria-hidden className="size-3.5 shrink-0 text-faint" />
                      <span className="truncate">{valueText(field, after, at)}</span>
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      {notChanged > 0 ? (
        <section aria-label="Not changed">
          <h3 className="flex h-9 items-center gap-2 font-semibold">
            Not changed <span className="font-normal text-faint">{count(notChanged)}</span>
          </h3>
          <ul>
            {skipped.map((reason) => (
              <Skipped key={reason.reason} {...reason} count={count} />
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

const valueText = (field: Field, value: unknown, at: FieldContext) =>
  value === null || value === undefined ? "–" : partsOf(field).show(value, field as FieldOf<FieldKind>, at);

type SkippedProps = BulkPreview["skipped"][number] & { count(value: number): string };

function Skipped({ reason, records, names, count }: SkippedProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="py-1">
      <div className="flex min-h-7 items-center gap-3">
        <span className="min-w-6 text-right font-medium">{count(records)}</span>
        <span className="min-w-0 flex-1 text-muted">{reason}</span>
        {names.length > 0 ? (
          <Button variant="ghost" size="sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Hide" : "Show"}
          </Button>
        ) : null}
      </div>
      {isOpen ? (
        <p className="pl-9 text-sm">{`${names.join(", ")}${records > names.length ? ", and others" : ""}`}</p>
      ) : null}
    </li>
  );
}
