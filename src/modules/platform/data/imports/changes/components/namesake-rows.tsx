"use client";

import { Button } from "@/components/ui/button";
import { andList, capital, foldKey } from "@/lib/text";
import { type ProblemRow, useObjects, useProblems, useSaveFile } from "../../client";
import { PagedRows, PartHead } from "../../components/paged-rows";
import { useShownImport } from "../../components/shown-import";
import { useCounts } from "../../components/use-counts";
import type { FileTotals, ImportFile } from "../../schema";
import { RecordName, Result } from "./file-results";

/** The rows of each file that create records of a name which others have too, and the names that a person has joined. */
export function NamesakeRows({ totals }: { totals: readonly FileTotals[] }) {
  const { detail } = useShownImport();
  return detail.files.map((file) => {
    const rows = totals.find(({ fileId }) => fileId === file.id)?.namesakes ?? 0;
    if (rows === 0 && file.options.joinedNames.length === 0) return null;
    return <NamesakesOfFile key={file.id} file={file} rows={rows} />;
  });
}

function NamesakesOfFile({ file, rows }: { file: ImportFile; rows: number }) {
  const { detail, go } = useShownImport();
  const words = useCounts();
  const saveFile = useSaveFile(detail.id, file.id);
  const many = useObjects().data?.find(({ entity }) => entity === file.entity)?.label ?? "records";
  const { joinedNames } = file.options;
  const save = (names: typeof joinedNames) => {
    // The rows stay in view until the import is checked again.
    go({ step: "preview" });
    saveFile({ options: { joinedNames: names } });
  };
  const title = `${capital(many)} with the same name`;
  return (
    <section aria-label={`${title} in ${file.title}`}>
      <PartHead title={title} note={file.title}>
        {rows > 1 && joinedNames !== "all" ? (
          <Button size="sm" className="ml-auto" onClick={() => save("all")}>
            Join all
          </Button>
        ) : null}
      </PartHead>
      {rows > 0 ? (
        <p className="px-edge py-2.5 text-muted">
          {`${words.rows(rows)} ${rows === 1 ? "has" : "have"} the name of another record, and nothing else says that they are the same. Each becomes a record of its own unless you join them.`}
        </p>
      ) : null}
      <JoinedNames names={joinedNames} onApart={save} />
      {rows > 0 ? <NamesakeList file={file} names={joinedNames} onChange={save} /> : null}
    </section>
  );
}

type Names = ImportFile["options"]["joinedNames"];

/** The names of which all rows become one record, each with the way back. */
function JoinedNames({ names, onApart }: { names: Names; onApart: (names: Names) => void }) {
  const { counted } = useCounts();
  if (names.length === 0) return null;
  if (names === "all" || names.length > mostListed)
    return (
      <JoinedName onApart={() => onApart([])}>
        {names === "all"
          ? "All rows with the same name are joined."
          : `${counted(names.length, { one: "name is", many: "names are" })} joined.`}
      </JoinedName>
    );
  return names.map((name) => (
    <JoinedName key={name} onApart={() => onApart(names.filter((one) => one !== name))}>
      {`Joined: ${name}`}
    </JoinedName>
  ));
}

/** So many joined names are shown each. */
const mostListed = 20;

function JoinedName({ children, onApart }: { children: string; onApart: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-edge py-2.5 hairline-b hairline-soft">
      <span className="wrap-anywhere min-w-0">{children}</span>
      <Button size="sm" variant="ghost" aria-label={`Keep apart. ${children}`} onClick={onApart}>
        Keep apart
      </Button>
    </div>
  );
}

interface ListProps {
  file: ImportFile;
  names: Names;
  onChange: (names: Names) => void;
}

function NamesakeList({ file, names, onChange }: ListProps) {
  const { detail } = useShownImport();
  const query = useProblems(detail.id, file.id, "namesake");
  return (
    <PagedRows query={query} of="the rows with the same name" none="Check again to see which rows have the same name.">
      {(rows) => (
        <ul>
          {rows.map((row) => (
            <NamesakeRow key={row.line} row={row} names={names} onChange={onChange} />
          ))}
        </ul>
      )}
    </PagedRows>
  );
}

function NamesakeRow({ row, names, onChange }: Omit<ListProps, "file"> & { row: ProblemRow }) {
  const { count } = useCounts();
  if (!row.namesake) return null;
  const { name, records, lines } = row.namesake;
  const isName = (other: string) => foldKey(other) === foldKey(name);
  const isJoined = names === "all" || names.some(isName);
  const known = lines.filter((line) => line > 0).map((line) => `row ${count(line)}`);
  const others = known.length > 0 ? andList(known) : "another row";
  return (
    <Result
      line={row.line}
      name={
        <bdi className="block truncate" title={name}>
          {name}
        </bdi>
      }
    >
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <span className="flex min-w-0 flex-wrap gap-x-1">
          <span className="text-muted">Same name:</span>
          {records.map(({ why, path }) => (
            <RecordName key={`${path} ${why}`} path={path}>
              {why || name}
            </RecordName>
          ))}
          {lines.length > 0 ? <span>{others}</span> : null}
          {records.length + lines.length === 0 ? <span>a record that is no longer there</span> : null}
        </span>
        {names === "all" ? null : (
          <Button
            size="sm"
            className="ml-auto"
            aria-label={`${isJoined ? "Keep apart" : "Join"} ${name}, row ${count(row.line)}`}
            onClick={() => onChange(isJoined ? names.filter((one) => !isName(one)) : [...names, name])}
          >
            {isJoined ? "Keep apart" : "Join"}
          </Button>
        )}
      </span>
    </Result>
  );
}
