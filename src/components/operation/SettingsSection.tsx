import { type FormEvent, useState } from 'react';
import { useOperate } from '../../hooks/useOperate.ts';
import { operation as labels } from '../../lib/labels/operation.ts';
import { changeSetting } from '../../lib/operation/commands.ts';
import type { OperatedSetting, Operation } from '../../lib/operation/operation.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Field } from '../ui/form/Field.tsx';
import { Panel } from '../ui/Panel.tsx';

const written = (value: number) => String(value).replace('.', ',');

/** The number that was typed, or what is wrong with it. */
function read(text: string, { lowest, highest }: OperatedSetting): number | string {
  const typed = text.trim();
  const value = Number(typed.replace(',', '.'));
  if (typed === '' || !(value >= lowest && value <= highest)) return labels.outOfBounds(lowest, highest);
  // Only a setting whose bounds are fractions takes one.
  return Number.isInteger(lowest) && !Number.isInteger(value) ? labels.wholeNumber : value;
}

function SettingForm({ setting }: { setting: OperatedSetting }) {
  const { name, value, lowest, highest } = setting;
  const { label, hint } = labels.setting(name);
  // Null while nothing is typed: the field then shows what others set meanwhile.
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const change = useOperate(
    (next: number) => changeSetting(name, next),
    () => labels.saved(name),
  );
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (change.isPending) return;
    const next = read(text ?? written(value), setting);
    setProblem(typeof next === 'string' ? next : null);
    if (typeof next === 'number' && next !== value) change.mutate(next, { onSuccess: () => setText(null) });
  };
  return (
    <form noValidate onSubmit={handleSubmit} className="space-y-2 py-3">
      <Field
        label={label}
        hint={`${hint} ${labels.bounds(lowest, highest)}`}
        inputMode="decimal"
        value={text ?? written(value)}
        problem={problem}
        onChange={({ target }) => {
          setText(target.value);
          setProblem(null);
        }}
      />
      {change.error !== null && <Failure isAlert title={labels.changeFailed} error={change.error} />}
      {text !== null && text !== written(value) && (
        <Button type="submit" variant="primary" isBusy={change.isPending} aria-label={labels.saveOf(name)}>
          {labels.save}
        </Button>
      )}
    </form>
  );
}

/** The settings that operators change here; the others stay with SQL. */
export function SettingsSection({ data }: { data: Operation }) {
  return (
    <Panel aria-labelledby="configuracao" className="p-5">
      <h2 id="configuracao" className="font-semibold">
        {labels.settingsTitle}
      </h2>
      <p className="mt-1 text-sm text-muted">{labels.settingsLead}</p>
      <div className="mt-1 grid gap-x-6 sm:grid-cols-2">
        {data.settings.map((setting) => (
          <SettingForm key={setting.name} setting={setting} />
        ))}
      </div>
    </Panel>
  );
}
