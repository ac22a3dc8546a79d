import { Menu } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useAddress } from "@/shared/hooks/use-address";
import { useHere, useMay, useWorkspace } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { contentOf, isChanged, labelOf, rightsOn, type Shape, shapes, unshownOf, type View } from "../views";
import {
  useRemoveView,
  useReviseView,
  useSaveView,
  useViews,
  type ViewChanges,
  type ViewDraft,
} from "../views-api";
import { ViewClash } from "./view-clash";
import { ViewDialog } from "./view-dialog";
import classes from "./views.module.css";

interface Props {
  shape: Shape;
  /** What is seen beside the address, such as columns that were left out before. */
  seenToo?: Record<string, string>;
}

interface Clash {
  current: View;
  mine: ViewChanges;
}

type Asking = { type: "save"; name: string; content: ViewChanges } | { type: "name"; view: View } | null;

const notEditor = "Editors decide what everyone finds.";

/** Everything that is done with views on a page, and what is open there. */
function useViewHands({ shape, seenToo }: Props) {
  const [address, setAddress] = useSearchParams();
  const [seen] = useAddress();
  const { data: views = [] } = useViews();
  const { membership } = useHere();
  const may = useMay();
  const id = address.get("view");
  const open = views.find((each) => each.id === id);
  const content = contentOf(new URLSearchParams([...Object.entries(seenToo ?? {}), ...seen]));
  const [asking, setAsking] = useState<Asking>(null);
  const [clash, setClash] = useState<Clash | null>(null);
  const saving = useSaveView();
  const revising = useReviseView();
  const removing = useRemoveView();

  const show = (view: View) => setAddress({ view: view.id }, { replace: true });

  async function save(name: string, isShared: boolean, what: ViewChanges): Promise<void> {
    const draft = { ...content, ...what, shape, name, is_shared: isShared } as ViewDraft;
    const view = await saving.mutateAsync(draft);
    show(view);
    toast({ message: `Saved as ${view.name}` });
  }

  async function revise(view: View, changes: ViewChanges): Promise<void> {
    const done = await revising.mutateAsync({ view, changes });
    if ("current" in done) setClash({ current: done.current, mine: changes });
    else {
      if (changes.filters) show(done.saved);
      toast({ message: `${done.saved.name} is saved` });
    }
  }

  function update(view: View): void {
    const filters = { ...unshownOf(view), ...content.filters };
    void revise(view, { ...content, filters }).catch(toastProblem);
  }

  function remove(view: View): void {
    removing.mutate(view, {
      onSuccess: () => {
        if (view.id !== id) return;
        const left = new URLSearchParams(seen);
        left.delete("view");
        setAddress(left, { replace: true });
      },
    });
  }

  const who = { id: membership.id, mayEdit: may.edit, mayAdminister: may.administer };
  const rights = open ? rightsOn(open, who) : { revise: false, remove: false };
  const isLost = id !== null && !open;
  const doing = { setAsking, setClash, show, save, revise, update, remove };
  return { views, open, isLost, rights, seen, content, asking, clash, ...doing };
}

type Hands = ReturnType<typeof useViewHands>;

function Views({
  views,
  open,
  onOpen,
}: {
  views: readonly View[];
  open?: View;
  onOpen: (view: View) => void;
}) {
  return views.map((view) => (
    <Menu.Item
      key={view.id}
      aria-current={view.id === open?.id || undefined}
      leftSection={view.id === open?.id ? <Icon name="check" size="small" label="Open" /> : undefined}
      rightSection={<span className="small three">{shapes[view.shape].label}</span>}
      onClick={() => onOpen(view)}
    >
      {view.name}
    </Menu.Item>
  ));
}

/** What may be done with what is seen, and with the view that is open. */
function Acts({ hands }: { hands: Hands }): ReactNode {
  const { open, rights, content, setAsking, remove } = hands;
  return (
    <>
      <Menu.Item
        leftSection={<Icon name="plus" size="small" />}
        onClick={() => setAsking({ type: "save", name: "", content })}
      >
        Save what is seen
      </Menu.Item>
      {open && rights.revise && (
        <Menu.Item
          leftSection={<Icon name="edit" size="small" />}
          onClick={() => setAsking({ type: "name", view: open })}
        >
          Rename or share
        </Menu.Item>
      )}
      {open && rights.remove && (
        <Menu.Item leftSection={<Icon name="trash" size="small" />} onClick={() => remove(open)}>
          Delete view
        </Menu.Item>
      )}
    </>
  );
}

function ViewMenu({ hands, shape }: { hands: Hands; shape: Shape }): ReactNode {
  const { views, open, show } = hands;
  const { slug } = useWorkspace();
  const navigate = useNavigate();
  const go = (view: View) =>
    shapes[view.shape].page === shapes[shape].page
      ? show(view)
      : void navigate(`/w/${slug}/roadmap/${shapes[view.shape].page}?view=${view.id}`);
  const own = views.filter((view) => !view.is_shared);
  const shared = views.filter((view) => view.is_shared);
  return (
    <Menu position="bottom-start" width={264} returnFocus>
      <Menu.Target>
        <Button
          icon="eye"
          size={shape === "table" ? "medium" : "large"}
          aria-label={open ? `Views, ${open.name} is open` : undefined}
        >
          <span className={`clip ${classes.name}`}>{open?.name ?? "Views"}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {own.length > 0 && <Menu.Label>Yours</Menu.Label>}
        <Views views={own} open={open} onOpen={go} />
        {shared.length > 0 && <Menu.Label>Everyone’s</Menu.Label>}
        <Views views={shared} open={open} onOpen={go} />
        {views.length > 0 && <Menu.Divider />}
        <Acts hands={hands} />
      </Menu.Dropdown>
    </Menu>
  );
}

function Difference({ hands }: { hands: Hands }): ReactNode {
  const { open, isLost, rights, seen, show, update } = hands;
  if (isLost) return <span className="small undecided">This view was deleted, or is somebody else’s.</span>;
  if (!open) return null;
  const more = Object.keys(unshownOf(open)).map(labelOf);
  return (
    <>
      {more.length > 0 && (
        <span className="small undecided">Its {more.join(", ").toLowerCase()} cannot be shown here.</span>
      )}
      {isChanged(open, seen) && (
        <>
          <span className="small two" role="status">
            Changed
          </span>
          {rights.revise && (
            <Button size="small" onClick={() => update(open)}>
              Update view
            </Button>
          )}
          <Button size="small" look="quiet" icon="undo" onClick={() => show(open)}>
            Back to the view
          </Button>
        </>
      )}
    </>
  );
}

function Dialogs({ hands, mayShare }: { hands: Hands; mayShare: boolean }): ReactNode {
  const { asking, setAsking, clash, setClash, save, revise } = hands;
  const fixed = mayShare ? undefined : notEditor;
  if (clash) {
    const { current, mine } = clash;
    return (
      <ViewClash
        {...clash}
        onClose={() => setClash(null)}
        onReplace={() => {
          setClash(null);
          void revise(current, mine).catch(toastProblem);
        }}
        onKeepBoth={() => {
          setClash(null);
          setAsking({ type: "save", name: `${mine.name ?? current.name}, mine`, content: mine });
        }}
      />
    );
  }
  if (asking?.type === "save")
    return (
      <ViewDialog
        title="Save what is seen"
        says="Filters, order and layout as they are now. The address leads here again."
        initial={{ name: asking.name, isShared: false }}
        fixed={fixed}
        onSave={({ name, isShared }) => save(name, isShared, asking.content)}
        onClose={() => setAsking(null)}
      />
    );
  if (asking?.type === "name") {
    const { view } = asking;
    return (
      <ViewDialog
        title="Rename or share"
        says="What it shows stays as it is."
        initial={{ name: view.name, isShared: view.is_shared }}
        fixed={fixed}
        onSave={({ name, isShared }) => revise(view, { name, is_shared: isShared })}
        onClose={() => setAsking(null)}
      />
    );
  }
  return null;
}

/** Which saved view is open, how what is seen differs from it, and what may be done with it. */
export function ViewSwitcher(props: Props): ReactNode {
  const hands = useViewHands(props);
  const may = useMay();
  return (
    <div className={`${classes.bar} no-print`}>
      <ViewMenu hands={hands} shape={props.shape} />
      <Difference hands={hands} />
      <Dialogs hands={hands} mayShare={may.edit} />
    </div>
  );
}
