"use client";

import { Check, CircleCheck, RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import { ShowMore } from "@/components/data-table/show-more";
import { QueryFailed } from "@/components/layout/query-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { MentionSource } from "@/components/rich-text/mentions";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { counted, nouns } from "@/lib/counted";
import { useCommentActs, useCommentWrites, useReplies } from "../client";
import type { CommentThread as Thread } from "../schema";
import { CommentBody } from "./comment-body";
import { CommentWriter } from "./comment-writer";

interface CommentThreadProps {
  /** Whether the reader may write on this record. */
  mayWrite: boolean;
  thread: Thread;
  check: MentionSource["check"];
  /** The name of the record. */
  recordName: string;
  /** The comment of it that the address names. */
  target?: string | null;
}

/** A thread: its first comment, the replies and a place to reply. A resolved one is a line until somebody opens it. */
export function CommentThread({ thread, check, recordName, mayWrite, target = null }: CommentThreadProps) {
  const [open, setOpen] = useState(target !== null);
  const isResolved = thread.resolvedAt !== null;
  return (
    <li className="px-edge py-3 hairline-b hairline-soft">
      {isResolved ? <ResolvedLine thread={thread} open={open} onToggle={() => setOpen(!open)} /> : null}
      {isResolved && !open ? null : <Whole {...{ thread, check, recordName, mayWrite, target }} />}
    </li>
  );
}

/** How much of a comment the line of its resolved thread quotes. */
const quoted = 60;

function ResolvedLine({ thread, open, onToggle }: { thread: Thread; open: boolean; onToggle(): void }) {
  const { locale } = useWorkspace();
  const { text, resolvedBy, replyCount } = thread;
  const words = text?.text.replace(/\s+/g, " ").trim() ?? "";
  const quote = words.length > quoted ? `${words.slice(0, quoted).trimEnd()}…` : words;
  return (
    <div className={cn("flex min-h-6 items-center gap-2.5", open && "pb-2")}>
      <span className="grid size-6 shrink-0 place-items-center text-positive">
        <CircleCheck aria-hidden className="size-4" />
      </span>
      <p className="min-w-0 flex-1 truncate text-muted">
        <span className="font-medium text-text">{resolvedBy?.name ?? "Somebody"}</span> resolved{" "}
        {quote === "" ? "a deleted comment" : `“${quote}”`}
      </p>
      <Button size="sm" variant="ghost" aria-expanded={open} onClick={onToggle}>
        {open ? "Hide" : `Show ${counted(replyCount + 1, nouns.comment, locale)}`}
      </Button>
    </div>
  );
}

type WholeProps = Pick<CommentThreadProps, "thread" | "check" | "recordName" | "mayWrite"> & { target: string | null };

function Whole({ thread, check, recordName, mayWrite, target }: WholeProps) {
  const { reply } = useCommentWrites();
  const isOpen = thread.resolvedAt === null && thread.deletedAt === null;
  const actions = mayWrite ? <Resolve thread={thread} /> : null;
  return (
    <>
      <CommentBody {...{ comment: thread, check, recordName, mayWrite, actions }} isTarget={target === thread.id} />
      <div className="mt-2 ml-[11px] flex flex-col gap-2.5 border-l-2 border-border-soft pl-6 phone:pl-4">
        <Replies {...{ thread, check, recordName, mayWrite, target }} />
        {mayWrite && isOpen ? (
          <CommentWriter
            label="Reply"
            action="Reply"
            of={`thread ${thread.id}`}
            check={check}
            recordName={recordName}
            save={(doc) => reply({ id: thread.id, text: { doc } })}
          >
            {(onWrite) => (
              <Button size="sm" variant="ghost" className="-ml-2 self-start" onClick={onWrite}>
                Reply
              </Button>
            )}
          </CommentWriter>
        ) : null}
      </div>
    </>
  );
}

function Resolve({ thread: { id, resolvedAt } }: { thread: Thread }) {
  const { resolve, reopen } = useCommentActs();
  return resolvedAt === null ? (
    <Button
      size="sm"
      variant="ghost"
      icon={<Check aria-hidden />}
      busy={resolve.isPending}
      onClick={() => resolve.mutate({ id })}
    >
      Resolve
    </Button>
  ) : (
    <Button
      size="sm"
      variant="ghost"
      icon={<RotateCcw aria-hidden />}
      busy={reopen.isPending}
      onClick={() => reopen.mutate({ id })}
    >
      Reopen
    </Button>
  );
}

const earlier = { one: "earlier reply", many: "earlier replies" };

function Replies({ thread, check, recordName, mayWrite, target }: WholeProps) {
  const { locale } = useWorkspace();
  const isHere = target === null || target === thread.id || thread.replies.some(({ id }) => id === target);
  // A reply that an address names may stand before the last ones.
  const [all, setAll] = useState(!isHere);
  const left = thread.replyCount - thread.replies.length;
  if (all) return <AllReplies {...{ thread, check, recordName, mayWrite, target }} />;
  return (
    <>
      {left > 0 ? (
        <Button size="sm" variant="ghost" className="-ml-2 self-start" onClick={() => setAll(true)}>
          {`Show ${counted(left, earlier, locale)}`}
        </Button>
      ) : null}
      {thread.replies.map((reply) => (
        <CommentBody
          key={reply.id}
          comment={reply}
          isReply
          isTarget={reply.id === target}
          {...{ check, recordName, mayWrite }}
        />
      ))}
    </>
  );
}

function AllReplies({ thread, check, recordName, mayWrite, target }: WholeProps) {
  const query = useReplies(thread.id);
  const rows = query.data?.pages.flatMap((page) => page.rows).toReversed() ?? thread.replies;
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const isMissing = target !== null && target !== thread.id && !rows.some(({ id }) => id === target);
  const isNextWanted = isMissing && hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  // The server: earlier replies are loaded up to the one that the address names, until some could not be loaded.
  useEffect(() => {
    if (isNextWanted) void fetchNextPage();
  }, [isNextWanted, fetchNextPage]);
  if (query.error && !query.data) return <QueryFailed title="The replies could not be loaded" query={query} />;
  return (
    <>
      <ShowMore query={query}>Show earlier replies</ShowMore>
      {rows.map((reply) => (
        <CommentBody
          key={reply.id}
          comment={reply}
          isReply
          isTarget={reply.id === target}
          {...{ check, recordName, mayWrite }}
        />
      ))}
    </>
  );
}
