/** Every word the editor shows; the host fills it through `vscode.l10n.t`. In backquotes: the English text, `{0}` marks a value. */
export interface EditorStrings {
  /** `Name`; the names of the form's fields also stand in the footer. */
  readonly name: string;
  /** `E-mail` */
  readonly email: string;
  /** `Phone` */
  readonly phoneNumber: string;
  /** `Source ID` */
  readonly sourceId: string;
  /** `Avatar URL` */
  readonly avatar: string;
  /** `Inboxes` */
  readonly inboxes: string;
  /** `required` */
  readonly required: string;
  /** `unique per inbox` */
  readonly uniquePerInbox: string;
  /** `not loaded` */
  readonly notLoaded: string;
  /** `changed`: for values too large to say what they were. */
  readonly changed: string;
  /** `changed • was {0}` */
  readonly changedWas: string;
  /** `changed • was not set` */
  readonly changedWasNothing: string;
  /** `empty`: the value is "". */
  readonly emptyText: string;
  /** `null` */
  readonly nullValue: string;
  /** `not set`: the contact has no such key. */
  readonly missingValue: string;
  /** `Add to inbox` */
  readonly addToInbox: string;
  /** `Remove from {0}` */
  readonly removeFromInbox: string;
  /** `In no inbox` */
  readonly noInbox: string;
  /** `In every inbox already` */
  readonly noMoreInboxes: string;
  /** `The inboxes are not known yet.` */
  readonly inboxesUnknown: string;
  /** `Filter inboxes` */
  readonly filterInboxes: string;
  /** `No inbox has this name.` */
  readonly noInboxMatches: string;
  /** `Copy ID` */
  readonly copyId: string;
  /** `created {0}` */
  readonly created: string;
  /** `updated {0}` */
  readonly updated: string;
  /** `1 conversation` */
  readonly conversationsOne: string;
  /** `{0} conversations` */
  readonly conversationsMany: string;
  /** `conversations`: the server does not say how many. */
  readonly conversationsUncounted: string;
  /** `{0}, latest {1}`: conversations and when the latest was. */
  readonly conversationsLatest: string;
  /** `Anonymous`: stands for an empty name. */
  readonly anonymous: string;
  /** `Form` */
  readonly form: string;
  /** `JSON` */
  readonly json: string;
  /** `Sent on save`: the tab with the request. */
  readonly sentOnSave: string;
  /** `Nothing would be sent.` */
  readonly sendsNothing: string;
  /** `Changes`: heading over the fields that a save changes. */
  readonly previewFields: string;
  /** `Request`: heading over the request that a save sends. */
  readonly previewRequest: string;
  /** `Added:`: said before a line that a save adds. */
  readonly previewAdded: string;
  /** `Removed:`: said before a line that a save removes. */
  readonly previewRemoved: string;
  /** `Preview Changes` */
  readonly previewChanges: string;
  /** `Contact as JSON` */
  readonly jsonLabel: string;
  readonly jsonFailed: string;
  /** `Contact` */
  readonly contactHeader: string;
  /** `Open as Text` */
  readonly openAsText: string;
  /** `Refresh` */
  readonly refresh: string;
  /** `More Actions` */
  readonly moreActions: string;
  /** `Duplicate` */
  readonly duplicate: string;
  /** `Delete` */
  readonly delete: string;
  /** `Copy JSON` */
  readonly copyJson: string;
  /** `Replace (PUT)` */
  readonly replace: string;
  /** `History` */
  readonly history: string;
  /** `Contact History` */
  readonly historyLong: string;
  /** `Compare with Server` */
  readonly compare: string;
  /** `No changes` */
  readonly fieldsChangedNone: string;
  /** `1 field changed` */
  readonly fieldsChangedOne: string;
  /** `{0} fields changed` */
  readonly fieldsChangedMany: string;
  /** `sends nothing`: follows the keys for saving while no field is changed. */
  readonly saveHint: string;
  /** `sends PATCH`: follows the keys for saving while fields are changed. */
  readonly savePatchHint: string;
  /** `cannot save broken JSON`: follows the keys for saving. */
  readonly saveBlocked: string;
  /** `No problems` */
  readonly problemsNone: string;
  /** `1 problem` */
  readonly problemsOne: string;
  /** `{0} problems` */
  readonly problemsMany: string;
  /** `Read-only` */
  readonly readOnly: string;
  /** `The JSON has a mistake. Correct it there, then the form works again.` */
  readonly fixJson: string;
  /** `Development` */
  readonly roleDevelopment: string;
  /** `Staging` */
  readonly roleStaging: string;
  /** `Production` */
  readonly roleProduction: string;
  /** `Sandbox` */
  readonly roleSandbox: string;
  /** `Server: {0}`: before a message that the server gave. */
  readonly server: string;
  /** `Knowledge access` */
  readonly knowledgeAccess: string;
  /** `Changes of knowledge access` */
  readonly accessChanges: string;
  /** `Completions`: the list that the JSON pane offers. */
  readonly completions: string;
  /** `Metadata` */
  readonly metadata: string;
  /** `Edit in JSON` */
  readonly editInJson: string;
  /** `Resize form and JSON` */
  readonly resizePanes: string;
  /** `{0} / {1}`: used and allowed characters. */
  readonly characters: string;
  /** `Actions for {0}` */
  readonly fieldActions: string;
  /** `Clear Field (null)` */
  readonly clearToNull: string;
  /** `Clear Field (empty text)` */
  readonly clearToEmpty: string;
  /** `Set to null` */
  readonly setToNull: string;
  /** `Set to Empty Text` */
  readonly setToEmpty: string;
  /** `Remove Field`: drops the key from the document */
  readonly removeField: string;
  /** `Restore Server Value` */
  readonly restoreField: string;
  /** `Show in JSON` */
  readonly showInJson: string;
  /** `Show Picture` */
  readonly showPicture: string;
  /** `Show Initials` */
  readonly hidePicture: string;
  /** `picture shown`: said where `notLoaded` stood */
  readonly pictureShown: string;
  /** `MCP credentials` */
  readonly credentials: string;
  /** `No MCP credentials` */
  readonly credentialsNone: string;
  /** `1 MCP credential` */
  readonly credentialsOne: string;
  /** `{0} MCP credentials` */
  readonly credentialsMany: string;
  /** `MCP credentials, if there are any`: while their number is not known */
  readonly credentialsUnknown: string;
  /** `Reveal for {0} s` */
  readonly revealCredentials: string;
  /** `Hide Now` */
  readonly hideCredentials: string;
  /** `Loading…` */
  readonly revealing: string;
  /** `hidden again in {0} s` */
  readonly hiddenIn: string;
  /** `The credentials are shown for {0} seconds.` */
  readonly credentialsShown: string;
  /** `The credentials are hidden again.` */
  readonly credentialsHidden: string;
  /** `Credential {0}`: for one without a name */
  readonly credential: string;
  /** `Arrow keys move and open, Enter edits a value, F2 renames a key, + adds, Delete removes.` */
  readonly treeHelp: string;
  /** `{0} keys`: said of an object */
  readonly treeObject: string;
  /** `{0} entries`: said of an array */
  readonly treeArray: string;
  /** `1 key` */
  readonly treeObjectOne: string;
  /** `1 entry` */
  readonly treeArrayOne: string;
  /** `no keys` */
  readonly treeEmptyObject: string;
  /** `no entries` */
  readonly treeEmptyArray: string;
  /** `{0} more: Edit in JSON` */
  readonly treeMore: string;
  /** `Add to {0}` */
  readonly treeAdd: string;
  /** `Rename {0}` */
  readonly treeRename: string;
  /** `Remove {0}` */
  readonly treeRemove: string;
  /** `Value of {0}` */
  readonly treeValue: string;
  /** `Type of {0}` */
  readonly treeType: string;
  /** `New key` */
  readonly treeKey: string;
  /** `This key stands there already.` */
  readonly treeKeyTaken: string;
  /** `A key is needed.` */
  readonly treeKeyEmpty: string;
  /** `This is not a JSON number.` */
  readonly treeNotNumber: string;
  /** `text` */
  readonly typeText: string;
  /** `number` */
  readonly typeNumber: string;
  /** `true` */
  readonly typeTrue: string;
  /** `false` */
  readonly typeFalse: string;
  /** `null` */
  readonly typeNull: string;
  /** `object` */
  readonly typeObject: string;
  /** `list` */
  readonly typeArray: string;
  /** `{0} added` */
  readonly added: string;
  /** `{0} removed` */
  readonly removed: string;
  /** `Entry {0}`: an entry of an array */
  readonly treeEntry: string;
}
