"use client";

import { SearchX } from "lucide-react";
import { readServerError } from "@/components/form/server-error";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Link } from "@/components/ui/link";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { type Crumb, PageHeader } from "./page-header";

/** The head, figures and columns of a record while it loads. */
export function RecordSkeleton({
  list,
  noun,
  round,
  figures = 0,
  aside,
}: {
  /** The parent page: "Accounts". */
  list: Crumb;
  noun: string;
  /** The mark of a person. */
  round?: boolean;
  figures?: number;
  aside?: boolean;
}) {
  const cells = Array.from({ length: figures }, (_, place) => place);
  return (
    <>
      <PageHeader breadcrumb={[list]} />
      <SkeletonRegion label={`The ${noun} is loading`} fade={false} className="flex min-h-0 flex-1 flex-col">
        <div className="flex items-center gap-3 px-edge pt-2 pb-3.5">
          <Skeleton className={cn("size-9", round ? "rounded-full" : "rounded-md")} />
          <div className="flex flex-col gap-3">
            <Skeleton className="h-2.5 w-52" />
            <Skeleton className="w-72 phone:w-48" />
          </div>
        </div>
        {figures > 0 ? (
          <div
            className="grid hairline-t hairline-b phone:grid-cols-2!"
            style={{ gridTemplateColumns: `repeat(${figures}, minmax(0, 1fr))` }}
          >
            {cells.map((place) => (
              <div key={place} className="flex h-[78px] flex-col gap-3 px-edge py-4 hairline-r phone:nth-[n+5]:hidden">
                <Skeleton className="w-12" />
                <Skeleton className="h-3 w-24" />
                <Skeleton className="w-20" />
              </div>
            ))}
          </div>
        ) : null}
        <div className="flex min-h-0 flex-1 mask-[linear-gradient(black_20%,transparent)]">
          <SkeletonRows widths={[44, 30, 38, 24, 34, 28, 40]} className="w-detail shrink-0 hairline-r phone:hidden" />
          <SkeletonRows widths={[72, 56, 64, 48, 60, 52]} className="min-w-0 flex-1" />
          {aside ? (
            <SkeletonRows widths={[60, 48, 56, 44, 52]} className="w-aside shrink-0 hairline-l narrow:hidden" />
          ) : null}
        </div>
      </SkeletonRegion>
    </>
  );
}

/** Lines of details while a record loads. */
export function SkeletonRows({ widths, className }: { widths: readonly number[]; className?: string }) {
  return (
    <div className={className}>
      {widths.map((width) => (
        <div key={width} className="flex h-[38px] items-center px-edge">
          <span style={{ width: `${width}%` }} className="block h-2 rounded-sm bg-surface-press" />
        </div>
      ))}
    </div>
  );
}

interface RecordFailure {
  list: { label: string; href: string };
  noun: string;
  error: unknown;
  busy: boolean;
  onRetry: () => void;
}

/** The page of a record that could not be shown. */
export function RecordFailed(props: RecordFailure) {
  return (
    <>
      <PageHeader breadcrumb={[props.list]} />
      <RecordRefusal {...props} heading="h1" />
    </>
  );
}

/** Shown in place of a record: it does not exist for this member, or the call failed. */
export function RecordRefusal({ list, noun, error, busy, onRetry, heading }: RecordFailure & { heading: Heading }) {
  const refusal = readServerError(error);
  const forbidden = refusal.code === "FORBIDDEN";
  if (!forbidden && refusal.code !== "NOT_FOUND")
    return (
      <ErrorState
        title={`This ${noun} could not be loaded`}
        onRetry={onRetry}
        busy={busy}
        reference={refusal.reference}
      >
        {refusal.message}
      </ErrorState>
    );
  if (!forbidden) return <Missing list={list} noun={noun} heading={heading} />;
  return (
    <Refusal list={list} heading={heading} title={`You are not allowed to open ${list.label.toLowerCase()}`}>
      {`${refusal.message} Owners and admins can change your permissions.`}
    </Refusal>
  );
}

/** The page of a record that does not exist for this member. */
export function RecordMissing({ list, noun }: Pick<RecordFailure, "list" | "noun">) {
  return (
    <>
      <PageHeader breadcrumb={[list]} />
      <Missing list={list} noun={noun} heading="h1" />
    </>
  );
}

type Heading = "h1" | "h2";

function Missing({ list, noun, heading }: Pick<RecordFailure, "list" | "noun"> & { heading: Heading }) {
  return (
    <Refusal list={list} heading={heading} title={`There is no such ${noun}`}>
      It was deleted, or you are not allowed to see it. Check the address, or ask the person who sent you the link.
    </Refusal>
  );
}

/** Shown in place of a page: the reason, and the way to the list where there is one. */
export function Refusal({
  list,
  heading: Heading,
  title,
  children,
}: {
  list?: RecordFailure["list"];
  heading: Heading;
  title: string;
  children: string;
}) {
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] place-items-center">
      <div className="-mt-18 flex w-[448px] max-w-[calc(100%-48px)] items-start gap-2.5">
        <SearchX aria-hidden className="mt-0.5 size-4 text-faint" />
        <div>
          <Heading className="font-semibold">{title}</Heading>
          <p className="mt-1 text-muted">{children}</p>
          {list ? (
            <Button asChild className="mt-4">
              <Link href={list.href}>{`All ${list.label.toLowerCase()}`}</Link>
            </Button>
          ) : null}
        </div>
      </div>
    </div>
  );
}
