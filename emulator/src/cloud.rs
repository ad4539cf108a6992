//! The emulated cloud: the store, the faults and the log of calls, behind one lock.

use std::{
    io,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::Value;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    calls::Calls,
    clock::Clock,
    deliveries::Deliveries,
    faults::{FaultKind, Faults},
    operations,
    options::Options,
    pipelines::Delivery,
    record::Record,
    scope::{Ids, Scope, partition},
    service::Service,
    store::{StateFile, Store},
    sts,
    wire::{Authenticated, Caller, Failure, Key, Output, Request, authenticate},
};

/// Unique id of the account's own user, in the form of AWS's.
const USER_ID: &str = "AIDAEMULATEDUSER00001";

/// The emulated cloud.
pub(crate) struct Cloud {
    access_key: String,
    secret_key: String,
    expired_key: String,
    account: String,
    authorize_after: Option<f64>,
    /// Minimum duration of each call.
    pub(crate) latency: Duration,
    /// The record of calls, if there is one.
    pub(crate) record: Option<Record>,
    clock: Box<dyn Clock>,
    locked: Mutex<Locked>,
    /// Changes whenever the faults are deleted: paused calls wait for it.
    released: watch::Sender<()>,
    /// Canceled when no call can return anymore.
    end: CancellationToken,
}

/// Everything behind the lock.
struct Locked {
    store: Store,
    file: Option<StateFile>,
    ids: Box<dyn Ids>,
    faults: Faults,
    deliveries: Deliveries,
    /// The stores before the writes since a fault of the kind `lag` was added, and the times of these writes.
    past: Vec<(f64, Store)>,
    calls: Calls,
}

/// The caller and the region of a call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Visitor {
    /// Region of the call.
    pub(crate) region: String,
    /// The caller.
    pub(crate) caller: Caller,
}

impl Cloud {
    /// Sets up the cloud, and reads its state file.
    ///
    /// # Errors
    /// If the state file cannot be read, or the record cannot be written.
    pub(crate) fn new(options: Options) -> io::Result<Self> {
        let (file, store) = match &options.state {
            None => (None, Store::default()),
            Some(path) => StateFile::open(path).map(|(file, store)| (Some(file), store))?,
        };
        let inside = Locked {
            store,
            file,
            ids: options.ids,
            faults: Faults::default(),
            deliveries: Deliveries::default(),
            past: Vec::new(),
            calls: Calls::default(),
        };
        Ok(Self {
            access_key: options.access_key,
            secret_key: options.secret_key,
            expired_key: options.expired_key,
            account: options.account,
            authorize_after: options.authorize_after.map(|after| after.as_secs_f64()),
            latency: options.latency,
            record: options.record.as_deref().map(Record::open).transpose()?,
            clock: options.clock,
            locked: Mutex::new(inside),
            released: watch::Sender::new(()),
            end: CancellationToken::new(),
        })
    }

    /// Verifies the signature of a request and returns its caller.
    ///
    /// # Errors
    /// Returns the authentication failure of the called service.
    pub(crate) fn authenticate(&self, request: &Request) -> Result<Visitor, Failure> {
        if request.service == Service::Sts && request.operation == sts::UNSIGNED {
            return Ok(self.owner("us-east-1"));
        }
        let inside = self.lock();
        let keys = |id: &str, region: &str| {
            if id == self.access_key {
                Some(self.own_key(region))
            } else if id == self.expired_key {
                Some(self.ended_key(region))
            } else {
                inside.store.sessions.key(id).cloned()
            }
        };
        let Authenticated { key, region } = authenticate(
            &request.parts,
            &request.body,
            request.service.name(),
            self.clock.now(),
            keys,
        )
        .map_err(|error| error.failure(request.service))?;
        Ok(Visitor {
            region,
            caller: key.caller,
        })
    }

    /// Returns the account's own user, calling from `region`.
    pub(crate) fn owner(&self, region: &str) -> Visitor {
        Visitor {
            region: region.to_owned(),
            caller: self.own_key(region).caller,
        }
    }

    /// Returns the temporary key that has ended. Its secret is that of the account's own key, its token its own id.
    fn ended_key(&self, region: &str) -> Key {
        Key {
            token: Some(self.expired_key.clone()),
            expires: Some(0.0),
            ..self.own_key(region)
        }
    }

    fn own_key(&self, region: &str) -> Key {
        let (partition, account) = (partition(region), self.account.clone());
        let arn = format!("arn:{partition}:iam::{account}:user/{}", self.access_key);
        let caller = Caller {
            arn,
            account,
            user_id: USER_ID.to_owned(),
        };
        Key {
            secret: self.secret_key.clone(),
            token: None,
            expires: None,
            caller,
        }
    }

    /// Performs the operation of a request.
    ///
    /// # Errors
    /// Returns the failure of the service.
    pub(crate) fn perform(&self, request: &Request, visitor: &Visitor) -> Result<Output, Failure> {
        self.operate(&request.operation, visitor, |store, scope| {
            operations::perform(request, &visitor.caller.user_id, store, scope)
        })
    }

    /// Performs an operation that only reads, on the store without the writes of the time `lag` before now.
    ///
    /// # Errors
    /// Returns the failure of the service.
    pub(crate) fn perform_on_past(
        &self,
        request: &Request,
        visitor: &Visitor,
        lag: Duration,
    ) -> Result<Output, Failure> {
        let inside = &mut *self.lock();
        self.complete_due(inside)?;
        let now = self.clock.now();
        let is_hidden = |(written, _): &&(f64, Store)| *written > now - lag.as_secs_f64();
        let past = inside.past.iter().find(is_hidden).map(|(_, before)| before);
        let mut store = past.unwrap_or(&inside.store).clone();
        let Visitor { region, caller } = visitor;
        let mut scope = Scope {
            region,
            account: &caller.account,
            caller: &caller.arn,
            now,
            ids: inside.ids.as_mut(),
        };
        operations::perform(request, &caller.user_id, &mut store, &mut scope)
    }

    /// Runs an operation; one that only reads does not wait for the disk.
    ///
    /// # Errors
    /// Returns the failure of `work` or of [`Self::change`].
    pub(crate) fn operate<T>(
        &self,
        operation: &str,
        visitor: &Visitor,
        work: impl FnOnce(&mut Store, &mut Scope<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        if operations::only_reads(operation) {
            self.attend(&mut self.lock(), visitor, work)
        } else {
            self.change(visitor, work)
        }
    }

    /// Runs `work` on the store and saves the change before it returns.
    ///
    /// # Errors
    /// Returns the failure of `work`, and `InternalFailure` if the state file cannot be written: then nothing has changed.
    pub(crate) fn change<T>(
        &self,
        visitor: &Visitor,
        work: impl FnOnce(&mut Store, &mut Scope<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let inside = &mut *self.lock();
        if inside.faults.have_lag() {
            let before = inside.store.clone();
            inside.past.push((self.clock.now(), before));
        }
        let answer = self.attend(inside, visitor, work);
        inside.save()?;
        answer
    }

    /// Runs `work` on the current store.
    ///
    /// # Errors
    /// Returns `InternalFailure` if automatically completed changes cannot be written.
    pub(crate) fn look<T>(&self, work: impl FnOnce(&Store) -> T) -> Result<T, Failure> {
        let inside = &mut *self.lock();
        self.complete_due(inside)?;
        Ok(work(&inside.store))
    }

    /// Runs `work` on the store for a visitor.
    fn attend<T>(
        &self,
        inside: &mut Locked,
        visitor: &Visitor,
        work: impl FnOnce(&mut Store, &mut Scope<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.complete_due(inside)?;
        let Visitor { region, caller } = visitor;
        let mut scope = Scope {
            region,
            account: &caller.account,
            caller: &caller.arn,
            now: self.clock.now(),
            ids: inside.ids.as_mut(),
        };
        work(&mut inside.store, &mut scope)
    }

    /// Completes due changes, and saves them before they are visible.
    fn complete_due(&self, inside: &mut Locked) -> Result<(), Failure> {
        let (now, Locked { store, ids, .. }) = (self.clock.now(), &mut *inside);
        let connections = store.connections.complete(now, self.authorize_after);
        let pipelines = store.pipelines.complete(now, ids.as_mut(), &store.connections);
        if connections || pipelines {
            inside.save()?;
        }
        Ok(())
    }

    /// Returns a new identifier for a response.
    pub(crate) fn request_id(&self) -> String {
        self.lock().ids.uuid()
    }

    /// Adds a call that begins now to the log, and returns its number.
    pub(crate) fn begin_call(&self, service: Option<Service>, operation: &str) -> usize {
        let now = self.clock.now();
        self.with_calls(|calls| calls.begin(now, service, operation))
    }

    /// Delivers an event of GitLab to the pipelines of every region and account. Returns its number and its effects.
    ///
    /// # Errors
    /// Returns `ValidationException` if the event is malformed, and the failure of [`Self::change`].
    pub(crate) fn deliver(&self, event: &Value) -> Result<(usize, Delivery), Failure> {
        let delivery = self.change(&self.owner("us-east-1"), |store, scope| {
            store.pipelines.event(event, scope, &store.connections)
        })?;
        let number = self.lock().deliveries.add(delivery.clone());
        Ok((number, delivery))
    }

    /// Returns the delivery with this number, if it is still logged.
    pub(crate) fn delivery(&self, number: usize) -> Option<Delivery> {
        self.lock().deliveries.get(number).cloned()
    }

    /// Runs `work` on the log of calls.
    pub(crate) fn with_calls<T>(&self, work: impl FnOnce(&mut Calls) -> T) -> T {
        work(&mut self.lock().calls)
    }

    /// Runs `work` on the faults.
    pub(crate) fn with_faults<T>(&self, work: impl FnOnce(&mut Faults) -> T) -> T {
        work(&mut self.lock().faults)
    }

    /// Deletes all faults and resumes the paused calls.
    pub(crate) fn clear_faults(&self) {
        let mut inside = self.lock();
        inside.faults.clear();
        inside.past.clear();
        drop(inside);
        self.released.send_replace(());
    }

    /// Deletes one fault. All paused calls resume if it pauses calls.
    pub(crate) fn delete_fault(&self, id: u64) {
        let mut inside = self.lock();
        let deleted = inside.faults.delete(id);
        if !inside.faults.have_lag() {
            inside.past.clear();
        }
        drop(inside);
        if deleted == Some(FaultKind::Pause) {
            self.released.send_replace(());
        }
    }

    /// A receiver that sees the next deletion of the faults.
    pub(crate) fn release(&self) -> watch::Receiver<()> {
        self.released.subscribe()
    }

    /// Closes the connections of all waiting calls.
    pub(crate) fn end(&self) {
        self.end.cancel();
    }

    /// Waits until no call can return anymore.
    pub(crate) async fn ended(&self) {
        self.end.cancelled().await;
    }

    /// Locks the cloud even after a panic in a call, which must not end the emulator. The next call sees incomplete
    /// changes.
    fn lock(&self) -> MutexGuard<'_, Locked> {
        self.locked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Locked {
    /// Writes the store to the state file, if there is one.
    fn save(&mut self) -> Result<(), Failure> {
        let Some(file) = &mut self.file else { return Ok(()) };
        file.save(&self.store).map_err(|error| {
            self.store = file.store().expect("what was written was a store");
            let message = format!("The state file could not be written: {error}");
            Failure::new("InternalFailure", message).with_status(500)
        })
    }
}
