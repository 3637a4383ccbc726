/** What people do with modals and with the Home tab. */
import { type At, createClick, createEvents, userIn } from './at.ts';
import { buttonsOf, menusOf } from './check-blocks.ts';
import { fileFields } from './payloads.ts';
import type { Ack } from './socket-mode.ts';
import { stateOf, visibleView } from './view-state.ts';
import { blocksOf, inputsOf, type OpenView, openFor, updateView } from './views.ts';
import { type StoredFile, until } from './workspace-state.ts';

export const createViewClicks = (at: At) => {
  const { state } = at;
  const userId = userIn(state);
  const click = createClick(state);
  const event = createEvents(at);

  return {
    /** Somebody opens the app's Home tab. @returns it, as soon as it is drawn */
    async home(user: string): Promise<OpenView> {
      state.homes.delete(userId(user));
      await event({ type: 'app_home_opened', user: userId(user), tab: 'home', channel: `D0${user}` });
      return until(state, () => state.homes.get(userId(user)), `the Home tab of ${user}`);
    },

    /** Presses a button of the Home tab or of a modal, types into its field or chooses from its select. */
    pressIn(opened: OpenView, label: string, typed?: string): Promise<Ack> {
      const button = buttonsOf(blocksOf(opened.view)).find(({ text }) => text.text === label);
      const field = inputsOf(opened.view).find((one) => one.label.text === label)?.element;
      const select = menusOf(blocksOf(opened.view)).find(({ placeholder }) => placeholder?.text === label);
      const selected_option =
        select?.type === 'static_select'
          ? select.options?.find(({ text }) => text.text === typed)
          : undefined;
      if (!button && !field && !selected_option) {
        throw new Error(`No "${label}" on: ${visibleView(opened.view)}`);
      }
      const pressed = field
        ? { type: field.type, action_id: field.action_id, value: typed }
        : (button ?? { type: select?.type, action_id: select?.action_id, selected_option });
      return at.send('interactive', {
        type: 'block_actions',
        ...click(state.users.get(opened.user) ?? ''),
        container: { type: 'view', view_id: opened.id },
        view: { private_metadata: '', ...opened.view, id: opened.id },
        actions: [{ ...pressed, block_id: 'b', action_ts: state.nextTs() }],
      });
    },

    /** The same. @returns the Home tab as it is drawn next */
    async atHome(opened: OpenView, label: string, typed?: string): Promise<OpenView> {
      state.homes.delete(opened.user);
      await this.pressIn(opened, label, typed);
      return until(state, () => state.homes.get(opened.user), 'the Home tab to be drawn anew');
    },

    /** The modal that somebody has before them, once it is filled in. */
    modal(user: string, title: string): Promise<OpenView> {
      const look = () => {
        const last = openFor(state, userId(user)).at(-1);
        const { view } = last ?? {};
        const isReady =
          view?.type === 'modal' && view.title.text === title && !visibleView(view).includes('Loading…');
        return isReady ? last : undefined;
      };
      return until(state, look, `the modal "${title}" for ${user}`);
    },

    /**
     * Submits a modal with what it holds already, but for the fields that are given: a text, or the labels chosen.
     * What comes back by `response_action` is shown. @returns the errors by field; empty where it was taken
     */
    async submit(
      opened: OpenView,
      fields: Readonly<Record<string, string | readonly string[]>>,
      files: readonly StoredFile[] = [],
    ) {
      const payload = {
        type: 'view_submission',
        ...click(state.users.get(opened.user) ?? ''),
        view: {
          id: opened.id,
          private_metadata: '',
          ...opened.view,
          state: {
            values: stateOf(
              opened.view,
              fields,
              files.map((file) => fileFields(file, at.base)),
            ),
          },
        },
      };
      const { payload: answer } = await at.send('interactive', payload);
      if (answer.response_action === 'errors') return answer.errors as Record<string, string>;
      if (answer.response_action === 'update') updateView(state, { view_id: opened.id, view: answer.view });
      // "clear" closes what lies below it too.
      else for (const one of openFor(state, opened.user)) state.views.delete(one.id);
      opened.submitted = true;
      return {};
    },
  };
};
