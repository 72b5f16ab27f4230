# compose
cd /srv/shop

docker compose -p shop config --quiet
docker compose -p shop up --detach
docker compose -p shop ps
docker compose -p shop logs --tail 50 app
docker compose -p shop top
docker compose -p shop restart app
docker compose -p shop exec app sh

# secrets
read -rs MYSQL_ROOT_PASSWORD && export MYSQL_ROOT_PASSWORD

# networks
docker network create --subnet 172.19.0.0/16 shop_back
docker network create shop_front
docker volume create shop_data

# run
docker run --detach --name shop-db-1 \
  --network shop_back \
  --network-alias db \
  --volume shop_data:/var/lib/mysql \
  --volume /root/conf:/etc/mysql/conf.d:ro \
  --env TZ=Asia/Shanghai \
  --env MYSQL_ROOT_PASSWORD \
  --restart on-failure:3 \
  --memory 512m \
  mysql:5.7

docker run --detach --name shop-app-1 \
  --hostname shop \
  --network shop_back \
  --network-alias app \
  --publish 9000:8080 \
  --entrypoint java \
  mysql:5.7 -jar app.jar
docker network connect --alias app --ip 10.7.0.9 shop_front shop-app-1

# look
docker ps -a
docker logs --tail 50 shop-db-1
docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' shop-db-1
docker network inspect shop_back

# remove
cd /srv/shop && docker compose -p shop down

docker rm -f shop-db-1 shop-app-1
docker network rm shop_back shop_front
