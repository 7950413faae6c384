// The response and request samples of the vendor's reference page (shared/api/contacts-reference.txt), as data.

/** `GET contacts/`: note the array inside `results`. */
export const LIST_ANSWER = {
  count: 123,
  next: "http://api.example.org/accounts/?page=4",
  previous: "http://api.example.org/accounts/?page=2",
  results: [
    [
      {
        id: "user1_uuid",
        inboxes: [{ id: "inbox_uuid", name: "inbox_name" }],
        name: "user1",
        avatar: "",
        sourceId: null,
        queryMetadata: null,
        createdAt: "1751875361000",
        updatedAt: "1751875361000",
      },
      {
        id: "user2_uuid",
        inboxes: [{ id: "inbox_uuid", name: "inbox_name" }],
        name: "user2",
        avatar: "avatar_url",
        sourceId: "self defined source id",
        queryMetadata: "self defined query metadata",
        createdAt: "1751875400000",
        updatedAt: "1751875400000",
      },
    ],
  ],
};

/** POST, GET, PUT and PATCH of one contact: note the number in `phoneNumber`. */
export const CONTACT_ANSWER = {
  id: "user1_uuid",
  inboxes: [{ id: "inbox_uuid", name: "inbox_name" }],
  name: "user1",
  avatar: "",
  phoneNumber: 912345678,
  email: "[email protected]",
  sourceId: null,
  queryMetadata: null,
  createdAt: "1751875361000",
  updatedAt: "1751875361000",
};

/** `POST contacts/`. */
export const CREATE_BODY = {
  inboxes: [{ id: "inbox_uuid" }],
  name: "user1",
  avatar: "",
  phoneNumber: 912345678,
  email: "[email protected]",
  sourceId: "self defined source id",
  queryMetadata: "self defined query metadata",
};

/** `PUT` and `PATCH contacts/{id}/`. */
export const UPDATE_BODY = {
  inboxes: [{ id: "new_inbox_uuid" }],
  name: "updated_user_name",
  avatar: "updated_avatar_url",
  phoneNumber: 987654321,
  email: "[email protected]",
  sourceId: "updated_source_id",
  queryMetadata: "updated_query_metadata",
};
