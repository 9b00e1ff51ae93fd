import { type Disposable, type DocumentSelector, LanguageStatusSeverity, languages } from 'vscode';
import type { StatusParams } from '../server/protocol.ts';
import { words } from './words.ts';

/** The item in the editor's language status: the one place that says how Bulkhead is doing. */
export interface StatusItem extends Disposable {
  starting(): void;
  stopped(isRestarting: boolean): void;
  show(status: StatusParams): void;
}

export function createStatusItem(selector: DocumentSelector): StatusItem {
  const item = languages.createLanguageStatusItem('bulkhead.status', selector);
  item.name = words.name;
  item.text = words.name;
  const toOutput = { title: words.showOutput(), command: 'bulkhead.showOutput' };
  const set = (severity: LanguageStatusSeverity, detail: string, busy: boolean, command = toOutput) => {
    Object.assign(item, { severity, detail, busy, command });
    // A screen reader is told all of it in one sentence; what the colour says is in the words.
    item.accessibilityInformation = { label: `${words.name}. ${detail}` };
  };
  return {
    starting: () => set(LanguageStatusSeverity.Information, words.starting(), true),
    stopped(isRestarting) {
      const detail = isRestarting ? words.restarting() : words.stopped();
      set(LanguageStatusSeverity.Error, detail, isRestarting, {
        title: words.restart(),
        command: 'bulkhead.restart',
      });
    },
    show({ state, files, problems, tenancy, note }) {
      const severity =
        state === 'error'
          ? LanguageStatusSeverity.Error
          : note === undefined
            ? LanguageStatusSeverity.Information
            : LanguageStatusSeverity.Warning;
      const sentences = [
        ...(state === 'busy' ? [words.checking()] : []),
        words.counts(problems, files),
        words.tenancy(tenancy),
        ...(note === undefined ? [] : [note]),
      ];
      set(severity, sentences.join(' '), state === 'busy');
    },
    dispose: () => item.dispose(),
  };
}
