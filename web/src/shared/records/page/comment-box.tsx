import { useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { graph } from "@/api/graph";
import type { PersonRef } from "@/api/types";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { usePeople } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { toastProblem } from "@/shared/ui/toasts";
import classes from "./comment-box.module.css";
import { encodeMentions, mentionAt, withMention } from "./mentions";

/** A comment; "@" offers the members. */
export function CommentBox({ nodeId }: { nodeId: string }): ReactNode {
  const client = useQueryClient();
  const people = usePeople();
  const [text, setText] = useState("");
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(0);
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const typed = mentionAt(text, caret);
  const offered =
    typed === null
      ? []
      : people.filter((each) => each.name.toLowerCase().includes(typed.toLowerCase())).slice(0, 6);

  function mention(person: PersonRef): void {
    const next = withMention(text, caret, person.name);
    setText(next.text);
    setCaret(next.caret);
    setAt(0);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(next.caret, next.caret);
    });
  }

  async function send(): Promise<void> {
    if (!text.trim()) return;
    setBusy(true);
    try {
      await graph.comment(nodeId, encodeMentions(text.trim(), people));
      setText("");
      await client.invalidateQueries({ queryKey: ["node", nodeId] });
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  }

  function pressOffer(event: KeyboardEvent): boolean {
    const person = offered[at];
    if (!person) return false;
    if (event.key === "ArrowDown") setAt((at + 1) % offered.length);
    else if (event.key === "ArrowUp") setAt((at + offered.length - 1) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") mention(person);
    else return false;
    return true;
  }

  function press(event: KeyboardEvent): void {
    event.stopPropagation();
    const sends = (event.metaKey || event.ctrlKey) && event.key === "Enter";
    if (sends) void send();
    else if (!pressOffer(event)) return;
    event.preventDefault();
  }

  return (
    <div className={classes.box}>
      <textarea
        ref={area}
        className={classes.area}
        aria-label="Comment"
        placeholder="Comment, or @name"
        rows={text.includes("\n") ? 4 : 1}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setCaret(event.currentTarget.selectionStart);
        }}
        onKeyDown={press}
      />
      <Button size="small" busy={busy} disabled={!text.trim()} onClick={() => void send()}>
        Comment
      </Button>
      {offered.length > 0 && (
        <ul className={classes.offer} aria-label="People">
          {offered.map((person, index) => (
            <li key={person.id}>
              <button
                type="button"
                className={classes.person}
                data-at={index === at || undefined}
                onClick={() => mention(person)}
              >
                <PersonAvatar person={person} withName />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
