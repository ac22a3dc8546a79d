import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import { toastProblem } from "@/shared/ui/toasts";
import type { Board, Card } from "./kinds";
import type { Horizon } from "./words";

type Schemas = components["schemas"];

export interface BoardFilter {
  team_id?: string;
  owner_id?: string;
}

/** The filter for lists, where each name may mean several. */
export const asLists = ({ team_id, owner_id }: BoardFilter) => ({
  team_id: team_id ? [team_id] : undefined,
  owner_id: owner_id ? [owner_id] : undefined,
});

const boards = ["records", "initiative", "board"] as const;

export function useBoard(filter: BoardFilter) {
  return useQuery({
    queryKey: [...boards, filter],
    queryFn: () => unwrap(api.GET("/api/roadmap/board", { params: { query: filter } })),
  });
}

export function useChanges() {
  return useQuery({
    queryKey: ["records", "initiative", "changes"],
    queryFn: () => unwrap(api.GET("/api/roadmap/changes", { params: { query: { limit: 7 } } })),
  });
}

export function useMoves(id: string, version: number) {
  return useQuery({
    queryKey: ["node", id, "moves", version],
    queryFn: () =>
      unwrap(
        api.GET("/api/roadmap/initiatives/{initiative_id}/moves", {
          params: { path: { initiative_id: id } },
        }),
      ),
  });
}

export function changeState(id: string, body: Schemas["StateIn"]) {
  return unwrap(
    api.POST("/api/roadmap/initiatives/{initiative_id}/state", {
      params: { path: { initiative_id: id } },
      body,
    }),
  );
}

export interface Placing {
  id: string;
  horizon: Horizon | null;
  index: number;
  reason?: string;
}

/** The board as it will be once the card lies where it was dropped. */
export function placeCard(board: Board, { id, horizon, index }: Placing): Board {
  const all = [...board.lanes.flatMap((lane) => lane.cards), ...board.unplaced];
  const moved = all.find((card) => card.initiative.id === id);
  if (!moved) return board;
  const card: Card = { ...moved, initiative: { ...moved.initiative, horizon } };
  const without = (cards: Card[]) => cards.filter((each) => each.initiative.id !== id);
  return {
    ...board,
    unplaced: horizon === null ? [card, ...without(board.unplaced)] : without(board.unplaced),
    lanes: board.lanes.map((lane) => {
      const rest = without(lane.cards);
      const cards = lane.horizon === horizon ? [...rest.slice(0, index), card, ...rest.slice(index)] : rest;
      const efforts = cards.map((each) => each.initiative.effort_weeks);
      return {
        ...lane,
        cards,
        effort_weeks: efforts.reduce<number>((sum, each) => sum + (each ?? 0), 0),
        unsized: efforts.filter((each) => each === null).length,
      };
    }),
  };
}

/** Moves a card at once, and back again when the server refuses. */
export function useMoveCard(filter: BoardFilter) {
  const client = useQueryClient();
  const key = [...boards, filter];
  return useMutation({
    mutationFn: ({ id, horizon, index, reason }: Placing) =>
      unwrap(
        api.POST("/api/roadmap/initiatives/{initiative_id}/move", {
          params: { path: { initiative_id: id } },
          body: { horizon, index, reason: reason ?? "" },
        }),
      ),
    onMutate: async (placing) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<Board>(key);
      if (before) client.setQueryData(key, placeCard(before, placing));
      return { before };
    },
    onError: (error, _, context) => {
      if (context?.before) client.setQueryData(key, context.before);
      toastProblem(error);
    },
    onSettled: () => refreshInitiatives(client),
  });
}

/** Everything that shows initiatives is read again. */
export function refreshInitiatives(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ["records", "initiative"] });
  void client.invalidateQueries({ queryKey: ["node"] });
}
