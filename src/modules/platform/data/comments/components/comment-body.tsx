"use client";

import { Ellipsis, Paperclip, Pencil, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { QueryFailed } from "@/components/layout/query-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import type { MentionSource } from "@/components/rich-text/mentions";
import { RichTextView } from "@/components/rich-text/rich-text-view";
import type { TextEditingProps } from "@/components/rich-text/text-editing";
import { useDraftPlace } from "@/components/rich-text/use-drafts";
import { Avatar } from "@/components/ui/avatar";
import { requestConfirmation } from "@/components/ui/confirmation";
import { FileInput } from "@/components/ui/drop-area";
import { IconButton } from "@/components/ui/icon-button";
import { lazyPart } from "@/components/ui/lazy-part";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonRegion } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { FileLinks } from "@/modules/platform/data/files/components/file-link";
import { useUpload } from "@/modules/platform/data/files/components/file-picker";
import { useCommentActs, useCommentWrites, useFormerTexts } from "../client";
import type { Comment } from "../schema";
import { Reactions } from "./reactions";

const LazyEditing = lazyPart<TextEditingProps>(
  () => import("@/components/rich-text/text-editing").then((part) => part.TextEditing),
  {
    of: "the editor",
    loading: ({ shown }) => shown(() => undefined),
    takesTyping: ({ startsOpen }) => startsOpen,
  },
);

interface CommentBodyProps {
  comment: Comment;
  /** A reply is smaller. */
  isReply?: boolean;
  check: MentionSource["check"];
  /** The name of the record. */
  recordName: string;
  /** Whether the reader may write on this record. */
  mayWrite: boolean;
  /** At the right of the name. */
  actions?: ReactNode;
  /** The address names it: it is marked, and scrolled to. */
  isTarget?: boolean;
}

/** One comment: its writer, its time, its text and the reactions to it; of a deleted one the mark. */
export function CommentBody(props: CommentBodyProps) {
  const { comment, isReply = false, check, recordName, mayWrite, actions, isTarget = false } = props;
  const { locale, isGuest } = useWorkspace();
  const box = useRef<HTMLElement>(null);
  const [editing, setEditing] = useState(false);
  const [former, setFormer] = useState(false);
  const { writer, text, editedAt, deletedAt, files } = comment;
  // The browser's scroll position.
  useEffect(() => {
    if (isTarget) box.current?.scrollIntoView({ block: "center" });
  }, [isTarget]);
  const upload = {
    target: { entity: "comment", recordId: comment.id },
    recordName: `Comment on ${recordName}`,
  } as const;
  return (
    <article
      ref={box}
      aria-label={`${isReply ? "Reply" : "Comment"} of ${writer.name}`}
      aria-current={isTarget ? "true" : undefined}
      className={cn("flex min-w-0 gap-2.5", isTarget && "-m-1.5 rounded-md bg-accent-subtle p-1.5")}
    >
      <Avatar
        {...{ name: writer.name, id: writer.id ?? undefined, placeholder: writer.placeholder }}
        size={24}
        decorative
        className="phone:mt-2.5"
      />
      <div className="min-w-0 flex-1">
        <div className="flex min-h-6 items-center gap-2">
          <span className="min-w-0 truncate font-medium">{writer.name}</span>
          <RelativeTime at={comment.createdAt} className="text-faint text-sm" />
          {editedAt && !deletedAt && isGuest ? <span className="text-faint text-sm">Edited</span> : null}
          {editedAt && !deletedAt && !isGuest ? (
            <button
              type="button"
              aria-expanded={former}
              onClick={() => setFormer(!former)}
              className="hit-44 relative rounded-sm text-faint text-sm underline decoration-border-strong underline-offset-2 hover:text-text"
            >
              Edited
            </button>
          ) : null}
          <span className="ml-auto flex shrink-0 items-center gap-1">
            {actions}
            <CommentMenu comment={comment} upload={upload} onEdit={() => setEditing(true)} />
          </span>
        </div>
        {deletedAt ? <DeletedMark comment={comment} /> : null}
        {text?.doc && !editing ? <RichTextView doc={text.doc} clamp className="wrap-anywhere" /> : null}
        {text && editing ? (
          <Editing
            {...{ comment, check }}
            onDone={() => {
              flushSync(() => setEditing(false));
              box.current?.querySelector<HTMLElement>("[data-comment-menu]")?.focus();
            }}
          />
        ) : null}
        {deletedAt ? null : <FileLinks files={files} {...upload} />}
        {former ? <FormerTexts id={comment.id} /> : null}
        {deletedAt ? null : <Reactions {...{ comment, locale }} mayReact={mayWrite} />}
      </div>
    </article>
  );
}

function DeletedMark({ comment: { deletedAt, deletedBy, writer } }: { comment: Comment }) {
  const by = deletedBy && deletedBy.id !== writer.id ? ` by ${deletedBy.name}` : "";
  return (
    <p className="text-faint italic">
      {`Comment deleted${by} `}
      {deletedAt ? <RelativeTime at={deletedAt} inSentence /> : null}
    </p>
  );
}

function Editing({ comment, check, onDone }: Pick<CommentBodyProps, "comment" | "check"> & { onDone(): void }) {
  const draft = useDraftPlace(comment.id, "comment");
  const { edit } = useCommentWrites();
  const saved = comment.text?.doc ?? null;
  return (
    <LazyEditing
      {...{ draft, saved, check, onDone }}
      field="text"
      label="Comment"
      version={comment.version}
      startsOpen
      save={async (doc, version) => {
        await edit({ id: comment.id, version, text: doc ? { doc } : "" });
      }}
      shown={() => (saved ? <RichTextView doc={saved} clamp /> : null)}
    />
  );
}

interface CommentMenuProps {
  comment: Comment;
  upload: Parameters<ReturnType<typeof useUpload>>[0];
  onEdit(): void;
}

function CommentMenu({ comment, upload, onEdit }: CommentMenuProps) {
  const { remove } = useCommentActs();
  const send = useUpload();
  const input = useRef<HTMLInputElement>(null);
  const isEditing = useRef(false);
  if (!comment.mayEdit && !comment.mayDelete) return null;
  async function ask() {
    const what =
      comment.files.length > 0 ? "Its text, its earlier texts and its files" : "Its text and its earlier texts";
    const description = `${what} are deleted for good. A mark remains in its place.`;
    const question = { title: "Delete this comment?", description, action: "Delete", tone: "danger" as const };
    if (await requestConfirmation(question)) remove.mutate({ id: comment.id });
  }
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <IconButton
            data-comment-menu=""
            label="More actions for this comment"
            tooltip={false}
            size="sm"
            icon={<Ellipsis aria-hidden />}
          />
        </MenuTrigger>
        <MenuContent
          align="end"
          aria-label="Comment"
          onCloseAutoFocus={(event) => {
            // The editor has the focus by then.
            if (isEditing.current) event.preventDefault();
            isEditing.current = false;
          }}
        >
          {comment.mayEdit ? (
            <MenuItem
              icon={<Pencil aria-hidden />}
              onSelect={() => {
                isEditing.current = true;
                onEdit();
              }}
            >
              Edit
            </MenuItem>
          ) : null}
          {comment.mayEdit ? (
            <MenuItem icon={<Paperclip aria-hidden />} onSelect={() => input.current?.click()}>
              Add files
            </MenuItem>
          ) : null}
          {comment.mayDelete ? (
            <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => void ask()}>
              Delete
            </MenuItem>
          ) : null}
        </MenuContent>
      </Menu>
      <FileInput ref={input} label="Files to add to this comment" onFiles={(files) => send(upload, files)} />
    </>
  );
}

function FormerTexts({ id }: { id: string }) {
  const query = useFormerTexts(id);
  if (query.error && !query.data) return <QueryFailed title="The earlier texts could not be loaded" query={query} />;
  if (!query.data)
    return (
      <SkeletonRegion label="The earlier texts are loading" className="py-2">
        <span className="block h-2 w-40 rounded-sm bg-surface-press" />
      </SkeletonRegion>
    );
  return (
    <ol aria-label="Earlier texts" className="my-1.5 flex flex-col gap-2 border-l-2 pl-2.5">
      {query.data.rows.map(({ id: edit, text, writtenAt }) => (
        <li key={edit}>
          <RelativeTime at={writtenAt} className="text-faint text-sm" />
          {text?.doc ? <RichTextView doc={text.doc} clamp className={cn("text-muted")} /> : null}
        </li>
      ))}
    </ol>
  );
}
