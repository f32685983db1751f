/** Who waits for which show. Made once, when the router is. */
export function createWaitingList() {
  const lists: Record<string, string[]> = {};

  return {
    join(show: string, user: string) {
      const list = (lists[show] ??= []);
      if (!list.includes(user)) list.push(user);
    },
    position(show: string, user: string) {
      return (lists[show] ?? []).indexOf(user) + 1;
    },
  };
}
